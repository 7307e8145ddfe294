import { type Keychain, Secret } from '../../secrets/index.ts';
import type { KeptFacts } from '../last-known.ts';
import type { AuthorizationServer } from '../oauth/authorization-server.ts';
import { createOwedRevocations } from './owed-revocations.ts';
import type { KeptSession } from './session-item.ts';

export interface Debts {
  readonly owe: (session: KeptSession) => Promise<void>;
  readonly settle: () => Promise<void>;
}

export interface DebtsParts {
  readonly keychain: Keychain;
  readonly issuer: string;
  readonly now: () => number;
  readonly facts: KeptFacts;
  readonly server: Pick<AuthorizationServer, 'revoke'>;
  readonly askInfo: () => Promise<unknown>;
  readonly background: (work: () => Promise<unknown>) => void;
}

/** Sessions that are over here, and that the cloud has still to hear of. */
export function createDebts({ facts, server, background, ...parts }: DebtsParts): Debts {
  const owed = createOwedRevocations({
    ...parts,
    async revoke(clientId, token) {
      const away = await server.revoke(clientId, token);
      // Whether the whole cloud is away decides whether it is looked for again.
      if (away !== null) background(parts.askInfo);
      return away === null;
    },
  });
  const settle = async (): Promise<void> => {
    if (await owed.settle()) facts.change({ owes: false });
  };
  return {
    settle,
    async owe(session) {
      facts.change({ owes: true });
      if (await owed.add(session)) background(settle);
      // The keychain does not take it, so it is now or never.
      else background(() => server.revoke(session.clientId, new Secret(session.refreshToken)));
    },
  };
}
