import type { KeychainTrouble } from '../secrets/index.ts';
import type { Accounts } from './account.ts';
import { refused, value } from './answers.ts';
import { type Built, buildParts, type CloudAccountsParts } from './build-parts.ts';
import { createCommands } from './commands.ts';
import { createEntrances } from './entrances.ts';
import { SIGN_IN_MS } from './sign-in/sign-in.ts';

/** A token on its way to the keychain is waited for at the end, but not by somebody who wants to shut down. */
const SETTLE_MS = 5_000;

export function createWithCloud(parts: CloudAccountsParts): Accounts {
  const built = buildParts(parts);
  const { view, tokens, waiting, info, facts, state, look, ask } = built;
  const { clock } = parts.deps;

  const endHere = async (): Promise<void> => {
    // What was in memory is gone before anything is waited for.
    const left = tokens.end();
    waiting.clear();
    view.end(null);
    view.left(await left);
  };

  const commands = createCommands({
    issuer: parts.cloudUrl,
    ask,
    linking: built.linking,
    linkUntilMs: () => clock.now() + SIGN_IN_MS,
    state,
    account: view.account,
    onAccount: view.saw,
    service: () => facts.current().service,
    askInfo: info.ask,
    onChange: () => parts.announce('account', []),
    endHere,
  });

  return {
    ...commands,
    ...createEntrances(built),
    state,
    async open(trouble) {
      await facts.read();
      await openSession(built, trouble);
      built.markOpened();
    },
    async refresh() {
      await built.opened();
      const session = view.state();
      if (session.kind === 'out' && session.keychain !== null) await openSession(built, null);
      const away = await look();
      return away === null ? value(state()) : refused({ code: 'CLOUD_AWAY', data: away });
    },
    cancelSignIn() {
      waiting.cancel();
      return state();
    },
    async signOut() {
      const session = view.state();
      if (session.kind !== 'out' || session.keychain !== null) await endHere();
      return state();
    },
    picture: built.picture,
    async stop() {
      built.stop();
      const enough = new AbortController();
      await Promise.race([tokens.settled(), clock.sleep(SETTLE_MS, enough.signal).catch(() => undefined)]);
      enough.abort();
      await facts.close();
    },
  };
}

/** Who is signed in, as the keychain has it and as this desktop left it. */
async function openSession(built: Built, trouble: KeychainTrouble | null): Promise<void> {
  const { view, facts, tokens, background } = built;
  const opened = trouble === null ? await tokens.open() : ({ kind: 'trouble', why: trouble } as const);
  const { item } = facts.current();
  if (opened.kind === 'trouble') {
    view.unknown(opened.why);
    return;
  }
  if (opened.kind === 'out' || item === 'ended' || item === 'stale') {
    const left = opened.kind === 'in' ? await tokens.end() : null;
    // Nobody here ended it, and it is not where it was, or not as it was.
    view.end(item === 'good' || item === 'stale' ? 'keychain' : null);
    view.left(left);
    if (facts.current().owes) background(built.settleDebts);
    return;
  }
  view.begin(opened.session.accountId, null);
  if (facts.current().owes) background(built.settleDebts);
  background(built.look);
}
