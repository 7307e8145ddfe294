/** Partial pictures of running jobs: memory only, the latest of each picture, gone soon after the job ends. */
export interface Previews {
  put(generationId: string, ordinal: number, bytes: Uint8Array, mediaType: string): void;
  get(
    generationId: string,
    ordinal: number,
  ): { readonly bytes: Uint8Array; readonly mediaType: string } | null;
  versions(generationId: string): { ordinal: number; version: number }[];
  drop(generationId: string): void;
}

const PREVIEW_MAX_BYTES = 8_000_000;
const ORDINALS_MAX = 10;
/** A window that is just asking for one when the job ends still gets it. */
const ENDED_KEPT = 2;

interface Preview {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly version: number;
}

export function createPreviews(): Previews {
  const jobs = new Map<string, Map<number, Preview>>();
  const ended: string[] = [];
  return {
    put(generationId, ordinal, bytes, mediaType) {
      if (bytes.byteLength > PREVIEW_MAX_BYTES || ordinal < 0 || ordinal >= ORDINALS_MAX) return;
      const job = jobs.get(generationId) ?? new Map<number, Preview>();
      jobs.set(generationId, job);
      job.set(ordinal, { bytes, mediaType, version: (job.get(ordinal)?.version ?? 0) + 1 });
    },
    get: (generationId, ordinal) => jobs.get(generationId)?.get(ordinal) ?? null,
    versions: (generationId) =>
      [...(jobs.get(generationId) ?? [])].map(([ordinal, preview]) => ({
        ordinal,
        version: preview.version,
      })),
    drop(generationId) {
      if (jobs.has(generationId)) ended.push(generationId);
      while (ended.length > ENDED_KEPT) jobs.delete(ended.shift() ?? '');
    },
  };
}
