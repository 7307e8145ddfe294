import { z } from 'zod';
import type { CloudAccount } from '../../shared/contracts/cloud/index.ts';
import type { AccountState, CloudAway } from '../../shared/contracts/desktop/index.ts';
import type { Commands } from './account.ts';
import { refused, value } from './answers.ts';
import type { Ask, Asked } from './ask.ts';
import type { LastKnown } from './last-known.ts';
import type { Linking } from './sign-in/linking.ts';

export interface CommandsParts {
  readonly issuer: string;
  readonly ask: Ask;
  readonly linking: Linking;
  readonly linkUntilMs: () => number;
  readonly state: () => AccountState;
  readonly account: () => CloudAccount | null;
  readonly onAccount: (account: CloudAccount) => void;
  readonly service: () => LastKnown['service'];
  readonly askInfo: () => Promise<CloudAway | null>;
  /** Something of the account has changed that is no part of it: its sessions, and what happened. */
  readonly onChange: () => void;
  /** The cloud has ended the session because the person wished it so. */
  readonly endHere: () => Promise<void>;
}

const EVENTS_AT_ONCE = 50;
const addressSchema = z.email().max(254);

/** Everything that is passed on to the cloud; its refusals keep their names. */
export function createCommands(parts: CommandsParts): Commands {
  const { ask } = parts;
  /** For operations that answer with the account: the window gets the whole state. */
  const stateOf = <Own>(asked: Asked<CloudAccount, Own>) => {
    if (asked.kind === 'refused') return asked;
    parts.onAccount(asked.value);
    return value(parts.state());
  };
  return {
    update: async (change) => stateOf(await ask(({ account }, options) => account.update(change, options))),
    removePicture: async () =>
      stateOf(await ask(({ account }, options) => account.removePicture(undefined, options))),
    unlink: async ({ id }) => stateOf(await ask(({ account }, options) => account.unlink({ id }, options))),
    confirmAddressChange: async ({ code }) =>
      stateOf(await ask(({ account }, options) => account.confirmAddressChange({ code }, options))),
    ...termsCommand(parts, stateOf),
    ...sessionCommands(parts),
    ...closingCommands(parts),
    ...addressCommands(parts),
    ...linkCommand(parts),
  };
}

function termsCommand(
  { ask, service, askInfo, endHere }: CommandsParts,
  stateOf: <Own>(
    asked: Asked<CloudAccount, Own>,
  ) => ReturnType<typeof value<AccountState>> | Exclude<Asked<CloudAccount, Own>, { kind: 'value' }>,
): Pick<Commands, 'acceptTerms'> {
  return {
    async acceptTerms({ country, oldEnough }) {
      // What is agreed to is what the window has shown: the versions that were known to it.
      if (service() === null) {
        const away = await askInfo();
        if (away !== null) return refused({ code: 'CLOUD_AWAY', data: away });
      }
      const { terms = '', privacy = '' } = service() ?? {};
      const asked = await ask(({ account }, options) =>
        account.acceptTerms({ terms, privacy, country, oldEnough }, options),
      );
      if (asked.kind === 'value' || !('code' in asked.refusal)) return stateOf(asked);
      if (asked.refusal.code === 'TERMS_OUTDATED') {
        await askInfo();
        return refused({ code: 'TERMS_OUTDATED' });
      }
      // Nothing of somebody who is too young stays, so there is no session either.
      if (asked.refusal.code === 'UNDER_AGE') await endHere();
      return refused(asked.refusal);
    },
  };
}

function sessionCommands({
  ask,
  account,
  endHere,
  onChange,
}: CommandsParts): Pick<Commands, 'sessions' | 'endSession' | 'endOtherSessions' | 'events'> {
  return {
    sessions: () => ask(({ sessions }, options) => sessions.list(undefined, options)),
    async endSession({ id }) {
      const own = account()?.sessionId === id;
      const asked = await ask(({ sessions }, options) => sessions.end({ id }, options));
      if (asked.kind === 'value') await (own ? endHere() : onChange());
      return asked;
    },
    async endOtherSessions() {
      const asked = await ask(({ sessions }, options) => sessions.endOthers(undefined, options));
      if (asked.kind === 'value') onChange();
      return asked;
    },
    events: ({ before }) =>
      ask((client, options) =>
        client.account.events({ limit: EVENTS_AT_ONCE, ...(before === null ? {} : { before }) }, options),
      ),
  };
}

function closingCommands({ ask, endHere }: CommandsParts): Pick<Commands, 'requestClosing' | 'close'> {
  return {
    requestClosing: () => ask(({ account }, options) => account.requestClosing(undefined, options)),
    async close(input) {
      const asked = await ask(({ account }, options) => account.close(input, options));
      if (asked.kind === 'value') await endHere();
      return asked;
    },
  };
}

function addressCommands({ ask }: CommandsParts): Pick<Commands, 'requestAddressChange'> {
  return {
    async requestAddressChange({ address }) {
      const parsed = addressSchema.safeParse(address.trim());
      if (!parsed.success) return refused({ code: 'ADDRESS_MALFORMED' });
      return ask(({ account }, options) => account.requestAddressChange({ address: parsed.data }, options));
    },
  };
}

function linkCommand(parts: CommandsParts): Pick<Commands, 'link'> {
  return {
    async link({ method }) {
      const before = parts.account();
      const asked = await parts.ask(({ account }, options) => account.link({ method }, options));
      if (asked.kind === 'refused') return asked;
      const { url } = asked.value;
      // The browser is sent to the cloud's own page and nowhere else.
      if (new URL(url).origin !== new URL(parts.issuer).origin)
        return refused({ code: 'CLOUD_AWAY', data: { why: 'not-gesso', retryAfterMs: null } });
      parts.linking.begin(url, method, before, parts.linkUntilMs());
      return value(parts.state());
    },
  };
}
