import { ORPCError } from '@orpc/client';
import type { OutageData, OutageReason } from '../../shared/contracts/desktop/index.ts';
import { formatBytes, say } from '../text/index.ts';
import { DesktopAway } from './connection.ts';
import { shownPath } from './stored.ts';

/** What any call may meet besides its own refusals. */
export type Fault =
  | { readonly kind: 'outage'; readonly outage: OutageData }
  | { readonly kind: 'trouble' }
  | { readonly kind: 'away' }
  /** A bug of ours, or an answer no code knows. */
  | { readonly kind: 'unknown' };

export interface FaultWords {
  readonly title: string;
  readonly text: string;
}

const REASONS: Readonly<Record<OutageReason, true>> = {
  'disk-full': true,
  'folder-read-only': true,
  'folder-missing': true,
  'disk-error': true,
  'database-busy': true,
  'decoder-unavailable': true,
};

function isOutage(data: unknown): data is OutageData {
  return (
    typeof data === 'object' &&
    data !== null &&
    'reason' in data &&
    typeof data.reason === 'string' &&
    data.reason in REASONS &&
    'path' in data &&
    'neededBytes' in data
  );
}

export function readFault(error: unknown): Fault {
  if (error instanceof DesktopAway) return { kind: 'away' };
  if (error instanceof ORPCError && error.defined) {
    if (error.code === 'TROUBLE') return { kind: 'trouble' };
    const data: unknown = error.data;
    if (error.code === 'OUTAGE' && isOutage(data)) return { kind: 'outage', outage: data };
  }
  return { kind: 'unknown' };
}

/** What happened and what to do next, in that order. */
export function outageWords(outage: OutageData): FaultWords {
  const path = outage.path === null ? '' : shownPath(outage.path);
  const title = say(`faults:outage.${outage.reason}.title`, { path });
  if (outage.reason === 'disk-full' && outage.neededBytes !== null) {
    return { title, text: say('faults:outage.disk-full.needs', { size: formatBytes(outage.neededBytes) }) };
  }
  return { title, text: say(`faults:outage.${outage.reason}.text`, { path }) };
}

export function faultWords(fault: Fault): FaultWords {
  if (fault.kind === 'outage') return outageWords(fault.outage);
  return { title: say(`faults:${fault.kind}.title`), text: say(`faults:${fault.kind}.text`) };
}
