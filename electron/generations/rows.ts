import type { JobHandle } from '../../providers/contract/index.ts';
import type { CandidateSet, GenerationInput, Job, JobState } from '../../shared/contracts/desktop/index.ts';

export type JobReason = NonNullable<Job['reason']>;
export type JobCost = NonNullable<Job['cost']>;
export type Decision = 'pending' | 'accepted' | 'discarded' | 'none';

/** A generation as the table keeps it. JSON columns are text here and objects in `Generation`. */
export interface GenerationRow {
  readonly id: string;
  readonly operation: string;
  readonly model_id: string;
  readonly provider_id: string;
  readonly state: JobState;
  readonly interrupted: 0 | 1;
  readonly input: string;
  readonly prompt: string;
  readonly seed: number | null;
  readonly quote: string;
  readonly cost: string | null;
  readonly reason: string | null;
  readonly handle: string | null;
  readonly decision: Decision;
  readonly count: number;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  readonly ended_at_ms: number | null;
}

/** What the joined queries add: how many pictures came, the first one's hash, and which are not in Trash. */
export interface GenerationSummaryRow extends GenerationRow {
  readonly delivered: number;
  readonly thumbnail: string | null;
  /** A JSON array. */
  readonly picture_ids: string;
}

export interface Generation {
  readonly id: string;
  readonly operation: Job['operation'];
  readonly modelId: string;
  readonly providerId: string;
  readonly state: JobState;
  readonly interrupted: boolean;
  readonly input: GenerationInput;
  readonly quote: Job['quote'];
  readonly cost: JobCost | null;
  readonly reason: JobReason | null;
  readonly handle: JobHandle | null;
  readonly count: number;
  readonly createdAtMs: number;
  readonly endedAtMs: number | null;
}

export interface CandidateRow {
  readonly generation_id: string;
  readonly id: string;
  readonly ordinal: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

/** A sum of what own-key runs cost, in millionths of a dollar. */
export interface SpendingRow {
  readonly per: 'now' | 'day' | 'month' | 'model';
  /** `2026-11-20`, `2026-11` or a model's id. */
  readonly name: string;
  readonly micros: number;
  /** The part of it that is estimated, no provider having said a figure. */
  readonly unsaid_micros: number;
  readonly runs: number;
}

/** Our own rows, written by this module: their JSON is trusted as far as its types. */
export function readGeneration(row: GenerationRow): Generation {
  return {
    id: row.id,
    operation: row.operation as Job['operation'],
    modelId: row.model_id,
    providerId: row.provider_id,
    state: row.state,
    interrupted: row.interrupted === 1,
    input: readInput(row.input),
    quote: JSON.parse(row.quote) as Job['quote'],
    cost: row.cost === null ? null : (JSON.parse(row.cost) as JobCost),
    reason: row.reason === null ? null : (JSON.parse(row.reason) as JobReason),
    handle: row.handle === null ? null : (JSON.parse(row.handle) as JobHandle),
    count: row.count,
    createdAtMs: row.created_at_ms,
    endedAtMs: row.ended_at_ms,
  };
}

export function toJob(row: GenerationSummaryRow, blocked: Job['blocked']): Job {
  const { handle: _handle, ...generation } = readGeneration(row);
  return {
    ...generation,
    prompt: row.prompt,
    blocked,
    delivered: row.delivered,
    thumbnail: row.thumbnail,
    pictureIds: (JSON.parse(row.picture_ids) as string[]).slice(0, 10),
  };
}

export function toCandidateSet(row: GenerationRow, pictures: readonly CandidateRow[]): CandidateSet {
  const generation = readGeneration(row);
  return {
    generationId: row.id,
    modelId: row.model_id,
    prompt: row.prompt,
    count: row.count,
    open: isOpen(row.state) && !generation.interrupted,
    pictures: pictures.map((picture) => ({
      pictureId: picture.id,
      ordinal: picture.ordinal,
      sha256: picture.sha256,
      width: picture.width,
      height: picture.height,
    })),
    input: generation.input,
    quote: generation.quote,
  };
}

export function isOpen(state: JobState): boolean {
  return state === 'queued' || state === 'submitting' || state === 'running';
}

/** Runs of versions that knew no references or no places have none. */
function readInput(json: string): GenerationInput {
  const input = JSON.parse(json) as Omit<GenerationInput, 'references' | 'place'> & Partial<GenerationInput>;
  return { ...input, references: input.references ?? [], place: input.place ?? null };
}
