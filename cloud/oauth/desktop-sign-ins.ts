import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import { type LetInParts, letIn } from './let-in.ts';

/** A desktop's request to be let in, which is waiting for its person. */
export interface DesktopRequest {
  readonly id: string;
  readonly clientId: string;
  /** What the desktop calls itself; nothing it says is checked. */
  readonly device: string | null;
  readonly platform: string | null;
  readonly method: string | null;
  readonly guestTicket: string | null;
}

export interface DesktopSignIns {
  /** The request that this browser came with; null when it is another one's, too old, or done. */
  find(request: IncomingMessage, response: ServerResponse, id: string): Promise<DesktopRequest | null>;
  /** Lets the desktop in as `accountId`. Gives the address that takes the browser back to it; null when it went already. */
  letIn(
    request: IncomingMessage,
    response: ServerResponse,
    desktop: DesktopRequest,
    accountId: string,
    network: string,
  ): Promise<string | null>;
  /** Sends the browser back with a no; null when it went already. */
  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    why: 'cancelled' | 'under-age',
  ): Promise<string | null>;
}

/** The library's interactions, as far as our pages need them. */
export function createDesktopSignIns(provider: Provider, parts: LetInParts): DesktopSignIns {
  return {
    find: (request, response, id) =>
      unlessGone(async () => {
        const { uid, params } = await provider.interactionDetails(request, response);
        if (uid !== id) return null;
        const text = (name: string): string | null => {
          const value = params[name];
          return typeof value === 'string' && value !== '' ? value : null;
        };
        return {
          id,
          clientId: text('client_id') ?? '',
          device: text('device_name'),
          platform: text('platform'),
          method: text('method'),
          guestTicket: text('guest_ticket'),
        };
      }),
    async letIn(request, response, desktop, accountId, network) {
      const grantId = await letIn(parts, { ...desktop, accountId, network });
      return unlessGone(() =>
        provider.interactionResult(
          request,
          response,
          { login: { accountId, remember: false }, consent: { grantId } },
          { mergeWithLastSubmission: false },
        ),
      );
    },
    refuse: (request, response, why) =>
      unlessGone(() =>
        provider.interactionResult(
          request,
          response,
          { error: 'access_denied', error_description: why },
          { mergeWithLastSubmission: false },
        ),
      ),
  };
}

/** The request may be too old, another browser's, or through: also since the page began to work on it. */
async function unlessGone<Value>(work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}
