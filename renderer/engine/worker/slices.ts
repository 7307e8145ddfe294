export interface SliceParts {
  readonly now: () => number;
  /** Lets what waits be done first: a hand that paints on is not kept waiting. */
  readonly rest: () => Promise<void>;
}

const SLICE_MS = 12;

/** Asked between two pieces of long work; it rests when the slice is used up. */
export function inSlices({ now, rest }: SliceParts): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < SLICE_MS) return;
    await rest();
    since = now();
  };
}
