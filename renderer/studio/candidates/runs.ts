import type { CandidateSet, GenerationInput, Job } from '../../../shared/contracts/desktop/index.ts';

export interface CandidatePicture {
  readonly pictureId: string;
  readonly ordinal: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** One place in the Candidates bar. A returned slot was asked for and not delivered. */
export type Slot =
  | { readonly kind: 'picture'; readonly ordinal: number; readonly picture: CandidatePicture }
  | { readonly kind: 'waiting'; readonly ordinal: number }
  | { readonly kind: 'returned'; readonly ordinal: number };

/** A generation that is being made or waits for a decision. */
export interface Run {
  readonly id: string;
  readonly modelId: string;
  readonly prompt: string;
  /** More may come: it can be cancelled, and empty slots wait. */
  readonly open: boolean;
  readonly slots: readonly Slot[];
  readonly input: GenerationInput;
  readonly quote: Job['quote'];
}

export function isRunning(job: Job): boolean {
  return (
    !job.interrupted && (job.state === 'queued' || job.state === 'submitting' || job.state === 'running')
  );
}

/** Everything the Studio may look at, newest first. A job with nothing delivered yet has no set, and counts too. */
export function listRuns(jobs: readonly Job[], sets: readonly CandidateSet[]): readonly Run[] {
  const known = new Set(sets.map((set) => set.generationId));
  const running = jobs.filter((job) => isRunning(job) && !known.has(job.id));
  const runs = [...sets.map(runOfSet), ...running.map(runOfJob)];
  // Ids begin with the time they were made.
  return runs.sort((a, b) => (a.id < b.id ? 1 : -1));
}

function runOfSet(set: CandidateSet): Run {
  const slots = Array.from({ length: set.count }, (_, ordinal): Slot => {
    const picture = set.pictures.find((candidate) => candidate.ordinal === ordinal);
    if (picture !== undefined) return { kind: 'picture', ordinal, picture };
    return { kind: set.open ? 'waiting' : 'returned', ordinal };
  });
  const { generationId: id, modelId, prompt, open, input, quote } = set;
  return { id, modelId, prompt, open, slots, input, quote };
}

function runOfJob(job: Job): Run {
  const slots = Array.from({ length: job.count }, (_, ordinal): Slot => ({ kind: 'waiting', ordinal }));
  const { id, modelId, prompt, input, quote } = job;
  return { id, modelId, prompt, open: true, slots, input, quote };
}

/** The slot to look at: the chosen one, else the first picture, else the one being made. */
export function slotToShow(run: Run, chosen: number | undefined, making: number | null): Slot | undefined {
  return (
    run.slots.find((slot) => slot.ordinal === chosen) ??
    run.slots.find((slot) => slot.kind === 'picture') ??
    run.slots.find((slot) => slot.ordinal === making) ??
    run.slots[0]
  );
}

/** The next slot that holds a picture, going round; the same one when it is the only one. */
export function nextPicture(run: Run, from: number, step: 1 | -1): number {
  const count = run.slots.length;
  for (let moved = 1; moved <= count; moved++) {
    const slot = run.slots[(from + step * moved + count * moved) % count];
    if (slot?.kind === 'picture') return slot.ordinal;
  }
  return from;
}
