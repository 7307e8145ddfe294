import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { candidatesQuery, jobsQuery, settingsQuery, useProgress } from '../../bridge/index.ts';
import { listRuns, type Run, type Slot, slotToShow } from './runs.ts';

const CHOICES_KEPT = 60;

interface RunStore {
  /** The run looked at; the newest one when it is gone. */
  readonly lookedAt: string | null;
  /** The candidate chosen in each run, by ordinal. */
  readonly chosen: Readonly<Record<string, number>>;
  /** The accepted picture is looked at although runs wait: it was just accepted, or opened from the library. */
  readonly resting: boolean;
  /** True while the key that shows the accepted picture is held. */
  readonly comparing: boolean;
}

export const useRunStore = create<RunStore>(() => ({
  lookedAt: null,
  chosen: {},
  resting: false,
  comparing: false,
}));

export function lookAtRun(id: string): void {
  useRunStore.setState({ lookedAt: id, resting: false, comparing: false });
}

export function lookAtAccepted(): void {
  useRunStore.setState({ resting: true, comparing: false });
}

/** True for the run last asked for, while nothing else was chosen. */
export function isLookedAt(id: string): boolean {
  const { lookedAt, resting } = useRunStore.getState();
  return lookedAt === id && !resting;
}

export function chooseCandidate(runId: string, ordinal: number): void {
  useRunStore.setState(({ chosen }) => {
    const rest = Object.entries(chosen).filter(([id]) => id !== runId);
    return {
      chosen: Object.fromEntries([...rest.slice(1 - CHOICES_KEPT), [runId, ordinal]]),
      comparing: false,
    };
  });
}

export function compare(comparing: boolean): void {
  if (useRunStore.getState().comparing !== comparing) useRunStore.setState({ comparing });
}

export interface LookedAt {
  readonly runs: readonly Run[];
  readonly run: Run | null;
  readonly slot: Slot | null;
}

/** The runs, the one on the canvas, and the candidate shown of it. */
export function useLookedAt(): LookedAt {
  const { data: jobs } = useQuery(jobsQuery);
  const { data: sets } = useQuery(candidatesQuery);
  const { data: settings } = useQuery(settingsQuery);
  const { lookedAt, chosen, resting } = useRunStore(
    useShallow(({ lookedAt, chosen, resting }) => ({ lookedAt, chosen, resting })),
  );
  const runs = listRuns(jobs ?? [], sets ?? []);
  // A document may be open that began with no picture.
  const stands = (settings?.studioPictureId ?? settings?.studioDocumentId ?? null) !== null;
  const rests = resting && stands;
  const run = rests ? null : (runs.find((candidate) => candidate.id === lookedAt) ?? runs[0] ?? null);
  const progress = useProgress(run?.id ?? null);
  const slot = run === null ? null : (slotToShow(run, chosen[run.id], progress?.ordinal ?? null) ?? null);
  return { runs, run, slot };
}
