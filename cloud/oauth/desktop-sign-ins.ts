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
  /** Lets the desktop in as `accountId`. Gives the address that takes the browser back to it. */
  letIn(
    request: IncomingMessage,
    response: ServerResponse,
    desktop: DesktopRequest,
    accountId: string,
    network: string,
  ): Promise<string>;
  /** Sends the browser back with a no. */
  refuse(request: IncomingMessage, response: ServerResponse, why: 'cancelled' | 'under-age'): Promise<string>;
}

/** The library's interactions, as far as our pages need them. */
export function createDesktopSignIns(provider: Provider, parts: LetInParts): DesktopSignIns {
  return {
    async find(request, response, id) {
      try {
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
      } catch (error) {
        if (error instanceof errors.SessionNotFound) return null;
        throw error;
      }
    },
    async letIn(request, response, desktop, accountId, network) {
      const grantId = await letIn(parts, { ...desktop, accountId, network });
      return provider.interactionResult(
        request,
        response,
        { login: { accountId, remember: false }, consent: { grantId } },
        { mergeWithLastSubmission: false },
      );
    },
    refuse: (request, response, why) =>
      provider.interactionResult(
        request,
        response,
        { error: 'access_denied', error_description: why },
        { mergeWithLastSubmission: false },
      ),
  };
}
