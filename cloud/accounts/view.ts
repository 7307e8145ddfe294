import type { CloudAccount, SecurityEvent } from '../../shared/contracts/cloud/index.ts';
import type { Queryable } from '../db/index.ts';
import type { Legal } from '../platform/legal.ts';
import { mayUnlink, needsOf } from './decide.ts';
import { acceptedBy, type EventRow, findAccount, identitiesOf } from './rows.ts';

/** The account as its owner sees it; null when it is not open any more. */
export async function viewOf(
  query: Queryable,
  legal: Legal,
  accountId: string,
  sessionId: string,
): Promise<CloudAccount | null> {
  const row = await findAccount(query, accountId);
  if (row === null || row.state !== 'open') return null;
  const own = await identitiesOf(query, accountId);
  const accepted = await acceptedBy(query, accountId);
  return {
    id: row.id,
    kind: row.kind,
    createdAtMs: row.createdAtMs,
    profile: {
      name: row.name,
      language: row.language,
      country: row.country,
      timeZone: row.timeZone,
      marketing: row.marketing,
    },
    address: (own.find(({ method }) => method === 'email') ?? own[0])?.address ?? null,
    pictureVersion: row.pictureVersion,
    identities: own.map(({ id, method, address, linkedAtMs, lastUsedAtMs }) => ({
      id,
      method,
      address,
      linkedAtMs,
      lastUsedAtMs,
      removable: mayUnlink(own, id) === 'yes',
    })),
    needs: needsOf(legal, { ageConfirmedAtMs: row.ageConfirmedAtMs, accepted }),
    acceptedTerms: accepted.terms ?? null,
    sessionId,
  };
}

export function viewOfEvent({ id, kind, atMs, device, method, network }: EventRow): SecurityEvent {
  return { id, kind, atMs, device, method, network };
}
