import type { AccountState, CloudAway, Noun } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { createCloud } from '../cloud/index.ts';
import type { Host } from '../platform/host.ts';
import type { Keychain } from '../secrets/index.ts';
import type { KeptValue } from '../settings/index.ts';
import { createAsk } from './ask.ts';
import { createCloudInfo } from './cloud-info.ts';
import { createKeptFacts, type LastKnown } from './last-known.ts';
import { createAuthorizationServer, type Installed } from './oauth/authorization-server.ts';
import type { Tokens } from './oauth/tokens.ts';
import { createAccountPicture } from './picture.ts';
import { createReach, type Reach } from './reach.ts';
import { createDebts } from './session/debts.ts';
import { createOwnSession } from './session/own-session.ts';
import { createSessionItem } from './session/session-item.ts';
import { createSessionView } from './session-view.ts';
import { createLinking } from './sign-in/linking.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { createWaiting } from './sign-in/waiting.ts';

export interface CloudAccountsParts {
  readonly cloudUrl: string;
  readonly keychain: Keychain;
  readonly kept: KeptValue<LastKnown>;
  readonly host: Pick<Host, 'openExternal'>;
  readonly installed: Installed;
  readonly fetch: typeof fetch;
  readonly deps: Deps;
  readonly announce: (noun: Noun, ids: readonly string[]) => void;
}

export type Built = ReturnType<typeof buildParts>;

type Background = (work: () => Promise<unknown>) => void;

/** Every part of the noun, each given what it needs of the others. What each of them does stands in its own file. */
export function buildParts(parts: CloudAccountsParts) {
  const { cloudUrl: issuer, deps, keychain } = parts;
  const { clock, log } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  const opening = Promise.withResolvers<void>();
  const opened = (): Promise<void> => opening.promise;
  const background = createBackground(deps, signal);
  const changed = (): void => parts.announce('account', []);

  const cloud = createCloud({ issuer, fetch: parts.fetch, clock });
  const server = createAuthorizationServer({ cloud, installed: parts.installed, clock, log });
  const item = createSessionItem(keychain, issuer);
  const facts = createKeptFacts({ kept: parts.kept, issuer, log });
  const view = createSessionView({ facts, now: clock.now, onChange: changed });
  const waiting = createWaiting(changed);
  const reach: Reach = createReach({
    clock,
    signal,
    look: () => look(),
    matters: () => view.state().kind === 'in',
    onChange() {
      changed();
      if (reach.current() === 'reachable' && facts.current().owes) background(debts.settle);
    },
  });
  const info = createCloudInfo({ cloud, facts, reach, clock, signal, onChange: changed });
  const debts = createDebts({
    ...{ keychain, issuer, facts, server, background, now: clock.now },
    askInfo: info.ask,
  });
  const session = createOwnSession({
    ...{ issuer, item, server, view, debts, background, deps },
    installed: parts.installed,
    look: () => look(),
  });
  const { tokens } = session;
  const ask = createAsk({ cloud, tokens, reach, signal, opened });

  const seeAccount = async (): Promise<CloudAway | null> => {
    if (view.state().kind !== 'in') return null;
    const edition = view.edition();
    const asked = await ask(({ account }, options) => account.get(undefined, options));
    if (asked.kind === 'value' && edition === view.edition()) view.saw(asked.value);
    return asked.kind === 'refused' && asked.refusal.code === 'CLOUD_AWAY' ? asked.refusal.data : null;
  };
  const look = async (): Promise<CloudAway | null> => {
    const [unanswered, away] = await Promise.all([info.ask(), seeAccount()]);
    return unanswered ?? away;
  };
  const take = async (got: Tokens): Promise<void> => {
    await session.begin(got);
    await seeAccount();
  };

  const forBrowser = { waiting, stopping: signal, openExternal: parts.host.openExternal };
  return {
    ...{ item, facts, view, waiting, reach, info, server, tokens, ask, look, take, opened, background },
    signIn: createSignIn({
      ...forBrowser,
      issuer,
      server,
      skewS: info.skewS,
      take,
      giveBack: session.giveBack,
      deps,
    }),
    linking: createLinking({
      ...forBrowser,
      clock,
      async look() {
        await seeAccount();
        return view.state().kind === 'in' ? view.account() : 'out';
      },
    }),
    picture: createAccountPicture({
      ...{ cloud, ask, onAccount: view.saw },
      version: () => view.account()?.pictureVersion ?? null,
    }),
    settleDebts: debts.settle,
    state: (): AccountState => ({
      cloud: issuer,
      reach: reach.current(),
      service: facts.current().service,
      session: view.state(),
      signingIn: waiting.shown(),
      lastTry: waiting.lastTry(),
    }),
    markOpened: () => opening.resolve(),
    stop() {
      stopping.abort();
      waiting.clear();
    },
  };
}

/** Work that nobody waits for. That it broke is a bug, except when it was broken off. */
function createBackground({ log }: Pick<Deps, 'log'>, signal: AbortSignal): Background {
  return (work) =>
    void work().catch((error: unknown) => {
      if (signal.aborted) return;
      log.error('account.broke', {
        error: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
      });
    });
}
