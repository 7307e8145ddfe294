import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { CloudAway } from '../../shared/contracts/desktop/index.ts';
import type { Cloud } from '../cloud/index.ts';
import type { Ask } from './ask.ts';

export type PictureAnswer =
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly code: 'not-a-picture' | 'too-large' | 'too-many-pixels' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'away'; readonly away: CloudAway };

/** The person's picture, in and out as bytes. */
export interface AccountPicture {
  /** A WebP; null when there is none of this version, or it can't be had now. */
  get(version: string): Promise<Uint8Array | null>;
  put(bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<PictureAnswer>;
}

export interface AccountPictureParts {
  readonly cloud: Cloud;
  readonly ask: Ask;
  readonly version: () => string | null;
  readonly onAccount: (account: CloudAccount) => void;
}

const CODES = {
  NOT_A_PICTURE: 'not-a-picture',
  TOO_LARGE: 'too-large',
  TOO_MANY_PIXELS: 'too-many-pixels',
} as const;

/** The cloud keeps it; here the last one is held in memory, and is gone with Gesso. */
export function createAccountPicture(parts: AccountPictureParts): AccountPicture {
  const { cloud, ask } = parts;
  let held: { readonly version: string; readonly bytes: Promise<Uint8Array | null> } | null = null;

  const fetchNow = async (): Promise<Uint8Array | null> => {
    const answer = await ask.withToken((token) => cloud.picture.get(token));
    return answer.kind === 'value' ? answer.value : null;
  };

  return {
    async get(version) {
      if (version !== parts.version()) return null;
      if (held?.version !== version) held = { version, bytes: fetchNow() };
      const mine = held;
      const bytes = await mine.bytes;
      // What could not be had is asked for again.
      if (bytes === null && held === mine) held = null;
      return bytes;
    },
    async put(bytes, mediaType) {
      const answer = await ask.withToken((token) => cloud.picture.put(token, bytes, mediaType));
      if (answer.kind === 'value') {
        parts.onAccount(answer.value);
        return { kind: 'kept' };
      }
      const { refusal } = answer;
      if (typeof refusal === 'string') return { kind: 'refused', code: CODES[refusal] };
      return refusal.code === 'CLOUD_AWAY' ? { kind: 'away', away: refusal.data } : { kind: 'signed-out' };
    },
  };
}
