import { z } from 'zod';
import { type CloudAccount, cloudAccount, TOKEN_TROUBLES } from '../../shared/contracts/cloud/index.ts';
import type { Secret } from '../secrets/index.ts';
import type { CloudAnswer } from './answer.ts';
import type { BoundedFetch } from './bounded-fetch.ts';
import { outageIn } from './outage.ts';

const PICTURE_REFUSALS = ['NOT_A_PICTURE', 'TOO_LARGE', 'TOO_MANY_PIXELS'] as const;
export type PictureRefusal = (typeof PICTURE_REFUSALS)[number];

/** The account's picture as raw bytes, beside the contract: bytes in JSON would be a third larger. */
export interface CloudPicture {
  /** A WebP; null when the account has none. */
  get(token: Secret): Promise<CloudAnswer<Uint8Array | null>>;
  put(
    token: Secret,
    bytes: Uint8Array<ArrayBuffer>,
    mediaType: string,
  ): Promise<CloudAnswer<CloudAccount, PictureRefusal>>;
}

const refusalSchema = z.union([
  z.object({ code: z.literal('UNAUTHENTICATED'), data: z.object({ why: z.enum(TOKEN_TROUBLES) }) }),
  z.object({ code: z.enum(PICTURE_REFUSALS) }),
]);

const NOT_GESSO = { kind: 'away', away: { why: 'not-gesso', retryAfterMs: null } } as const;

export function createCloudPicture(issuer: string, send: BoundedFetch): CloudPicture {
  const ask = async <Value, Refusal>(
    token: Secret,
    init: RequestInit,
    read: (response: Response) => Promise<CloudAnswer<Value, Refusal>>,
  ): Promise<CloudAnswer<Value, Refusal>> => {
    try {
      const headers = { ...init.headers, authorization: `Bearer ${token.reveal()}` };
      return await read(await send(`${issuer}/v1/account/picture`, { ...init, headers }));
    } catch (error) {
      const outage = outageIn(error);
      if (outage === null) throw error;
      return { kind: 'away', away: outage.away };
    }
  };
  return {
    get: (token) =>
      ask(token, { method: 'GET' }, async (response) => {
        if (response.status === 404) return { kind: 'value', value: null };
        if (response.status !== 200) {
          const refused = await refusalOf(response);
          return refused?.code === 'UNAUTHENTICATED'
            ? { kind: 'unauthenticated', why: refused.data.why }
            : NOT_GESSO;
        }
        const bytes = new Uint8Array(await response.arrayBuffer());
        return isWebp(bytes) ? { kind: 'value', value: bytes } : NOT_GESSO;
      }),
    put: (token, bytes, mediaType) =>
      ask(token, { method: 'PUT', body: bytes, headers: { 'content-type': mediaType } }, async (response) => {
        if (response.status === 200) {
          const parsed = cloudAccount.safeParse(await jsonOf(response));
          return parsed.success ? { kind: 'value', value: parsed.data } : NOT_GESSO;
        }
        const refused = await refusalOf(response);
        if (refused === null) return NOT_GESSO;
        if (refused.code === 'UNAUTHENTICATED') return { kind: 'unauthenticated', why: refused.data.why };
        return { kind: 'refused', refusal: refused.code };
      }),
  };
}

async function refusalOf(response: Response): Promise<z.infer<typeof refusalSchema> | null> {
  const parsed = refusalSchema.safeParse(await jsonOf(response));
  return parsed.success ? parsed.data : null;
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** It goes on to the window as a WebP, so it has to be one. */
function isWebp(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return text.startsWith('RIFF') && text.endsWith('WEBP');
}
