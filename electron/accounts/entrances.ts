import { createTurns } from '../platform/turns.ts';
import type { Accounts } from './account.ts';
import { type AskRefusal, type Refused, refused, value } from './answers.ts';
import type { Ask } from './ask.ts';
import type { CloudInfo } from './cloud-info.ts';
import type { AuthorizationServer } from './oauth/authorization-server.ts';
import type { Tokens } from './oauth/tokens.ts';
import type { Reach } from './reach.ts';
import type { SessionItem } from './session/session-item.ts';
import type { SessionView } from './session-view.ts';
import type { SignIn } from './sign-in/sign-in.ts';
import type { Waiting } from './sign-in/waiting.ts';

export interface EntrancesParts {
  readonly opened: () => Promise<void>;
  readonly item: SessionItem;
  readonly ask: Ask;
  readonly info: CloudInfo;
  readonly reach: Pick<Reach, 'reached' | 'away'>;
  readonly server: Pick<AuthorizationServer, 'startGuest'>;
  readonly signIn: SignIn;
  readonly view: SessionView;
  readonly waiting: Waiting;
  readonly take: (tokens: Tokens) => Promise<void>;
  readonly state: Accounts['state'];
}

const TURN = 'entrance';

/** The two ways in: with the browser, and as a guest. Both ask first whether the keychain can hold what they bring. */
export function createEntrances(parts: EntrancesParts): Pick<Accounts, 'signIn' | 'startGuest'> {
  const { view, item, reach, state } = parts;
  const turns = createTurns();

  const keychainRefusal = async () => {
    const why = await item.probe();
    return why === null ? null : refused({ code: 'KEYCHAIN_UNAVAILABLE', data: { why } });
  };

  return {
    signIn: ({ method }) =>
      turns(TURN, async () => {
        await parts.opened();
        const locked = await keychainRefusal();
        if (locked !== null) return locked;
        const unanswered = await parts.info.ask();
        if (unanswered !== null) return refused({ code: 'CLOUD_AWAY', data: unanswered });
        const ticket = await ticketOf(parts);
        if (ticket.kind === 'refused') return ticket;
        const away = await parts.signIn.begin(method, ticket.value);
        if (away === null) return value(state());
        reach.away(away);
        return refused({ code: 'CLOUD_AWAY', data: away });
      }),
    startGuest: () =>
      turns(TURN, async () => {
        await parts.opened();
        if (view.state().kind === 'in') return value(state());
        const locked = await keychainRefusal();
        if (locked !== null) return locked;
        const answer = await parts.server.startGuest();
        if (answer.kind === 'tokens') {
          reach.reached();
          await parts.take(answer.tokens);
          parts.waiting.clear();
          return value(state());
        }
        const away = answer.kind === 'away' ? answer.away : ({ why: 'down', retryAfterMs: null } as const);
        reach.away(away);
        return refused({ code: 'CLOUD_AWAY', data: away });
      }),
  };
}

/** A guest takes a word along for who they are. Somebody whose account is not known yet may be one. */
async function ticketOf({
  view,
  ask,
}: EntrancesParts): Promise<{ readonly kind: 'value'; readonly value: string | null } | Refused<AskRefusal>> {
  if (view.state().kind !== 'in' || view.account()?.kind === 'member') return value(null);
  const asked = await ask(({ account }, options) => account.upgradeTicket(undefined, options));
  if (asked.kind === 'value') return value(asked.value.ticket);
  return asked.refusal.code === 'NOT_A_GUEST' ? value(null) : refused(asked.refusal);
}
