import type { Ids } from '../../shared/kernel/index.ts';
import type { Fingerprint } from './file/fingerprint.ts';

export interface TicketTarget {
  readonly path: string;
  /** What stood there when the person agreed. */
  readonly expected: Fingerprint | 'nothing';
}

export interface Tickets {
  give(id: string, target: TicketTarget): string;
  /** Null for one that is not this document's, or too old. It stays valid: a save that failed may be tried again. */
  take(ticket: string, id: string): TicketTarget | null;
  drop(ticket: string): void;
}

const HELD_MAX = 64;

/** Places that were agreed on and not written yet. Only in memory: after a restart the person is asked again. */
export function createTickets(ids: Ids): Tickets {
  const held = new Map<string, TicketTarget & { readonly id: string }>();
  return {
    give(id, target) {
      const [oldest] = held.keys();
      if (held.size >= HELD_MAX && oldest !== undefined) held.delete(oldest);
      const ticket = ids.uuid();
      held.set(ticket, { id, ...target });
      return ticket;
    },
    take(ticket, id) {
      const target = held.get(ticket);
      return target?.id === id ? target : null;
    },
    drop: (ticket) => void held.delete(ticket),
  };
}
