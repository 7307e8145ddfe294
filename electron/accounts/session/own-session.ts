import type { Deps } from '../../../shared/kernel/index.ts';
import type { KeychainTrouble } from '../../secrets/index.ts';
import type { AuthorizationServer, Installed } from '../oauth/authorization-server.ts';
import type { Tokens } from '../oauth/tokens.ts';
import type { SessionView } from '../session-view.ts';
import type { Debts } from './debts.ts';
import type { SessionItem } from './session-item.ts';
import { createSessionTokens, type SessionTokens } from './session-tokens.ts';

export interface OwnSession {
  readonly tokens: SessionTokens;
  begin(got: Tokens): Promise<void>;
  /** Tokens that came too late to be wanted. */
  giveBack(got: Tokens): Promise<void>;
}

export interface OwnSessionParts {
  readonly issuer: string;
  readonly installed: Installed;
  readonly item: SessionItem;
  readonly server: AuthorizationServer;
  readonly view: SessionView;
  readonly debts: Debts;
  readonly background: (work: () => Promise<unknown>) => void;
  readonly look: () => Promise<unknown>;
  readonly deps: Pick<Deps, 'clock' | 'log'>;
}

/** The tokens of this install, and what of them is seen. */
export function createOwnSession(parts: OwnSessionParts): OwnSession {
  const { issuer, item, server, view, debts, background, look } = parts;
  const { clientId } = parts.installed;
  const { clock, log } = parts.deps;
  let unsaved: KeychainTrouble | null = null;
  const tokens = createSessionTokens({
    ...{ item, server, issuer, clientId, clock, owe: debts.owe },
    onSaved(trouble) {
      unsaved = trouble;
      view.saved(trouble);
    },
    onAnother(session) {
      view.begin(session.accountId, null);
      background(look);
    },
    onEnded(why, left) {
      log.info('account.ended', { why });
      view.end(why);
      background(async () => view.left(await left));
    },
  });
  return {
    tokens,
    async begin(got) {
      await tokens.begin(got);
      view.begin(got.accountId, unsaved);
    },
    giveBack: ({ refresh, accountId, sessionId }) =>
      debts.owe({
        ...{ refreshToken: refresh.reveal(), issuer, clientId, accountId, sessionId },
        savedAtMs: clock.now(),
      }),
  };
}
