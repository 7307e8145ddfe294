import type { Provider } from 'oidc-provider';
import type { Deps } from '../../shared/kernel/index.ts';
import { tidyDevice } from '../accounts/index.ts';
import type { Database } from '../db/index.ts';
import { PLATFORMS, type Platform, type Sessions } from '../sessions/index.ts';
import { writeInUnit } from './unit.ts';

export interface LetInParts {
  readonly provider: Provider;
  readonly resource: string;
  readonly database: Database;
  readonly sessions: Sessions;
  readonly deps: Deps;
}

export interface Desktop {
  readonly accountId: string;
  readonly clientId: string;
  readonly device: string | null;
  readonly platform: string | null;
  readonly network: string | null;
}

/**
 * Lets a desktop in: a grant of its own, and a session with the same id. Never an earlier grant of the same person, so that
 * what ends one desktop ends no other.
 */
export async function letIn(parts: LetInParts, desktop: Desktop): Promise<string> {
  const { provider, sessions, deps } = parts;
  const { accountId, clientId } = desktop;
  const grant = new provider.Grant({ accountId, clientId });
  grant.jti = deps.ids.uuid();
  grant.addOIDCScope('openid offline_access api');
  grant.addResourceScope(parts.resource, 'api');
  const session = {
    id: grant.jti,
    accountId,
    clientId,
    device: tidyDevice(desktop.device ?? undefined),
    platform: platformOf(desktop.platform),
    network: desktop.network,
  };
  await writeInUnit(parts.database.query, (tx) => sessions.make(tx, session));
  return grant.save();
}

function platformOf(text: string | null): Platform {
  return PLATFORMS.find((platform) => platform === text) ?? 'unknown';
}
