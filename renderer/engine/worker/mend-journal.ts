import type { FromEngine } from '../protocol/index.ts';
import type { Session } from '../session/session.ts';
import type { DesktopBytes } from './desktop-bytes.ts';
import { baseList, makeBase } from './short-journal.ts';

interface MendParts {
  readonly desktop: Pick<DesktopBytes, 'putBase'>;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

type Mended =
  | { readonly kind: 'mended'; readonly copy: string | null }
  | Extract<FromEngine, { kind: 'failed' }>;

/**
 * Puts what could be read of a journal in the place of all of it: a step that went behind what cannot be read would not
 * be found again. The desktop keeps a copy of everything aside.
 */
export async function mendJournal(
  { desktop, now, wait }: MendParts,
  session: Session,
  documentId: string,
  sequence: number,
): Promise<Mended> {
  const base = await makeBase(baseList(session), session.store, { now, rest: () => wait(0) }, () => true);
  const answer =
    base === null
      ? null
      : await desktop.putBase(documentId, sequence, base, { aside: true }).catch(() => null);
  if (answer?.kind !== 'kept') return { kind: 'failed', why: 'not-reachable' };
  return { kind: 'mended', copy: answer.copy ?? null };
}
