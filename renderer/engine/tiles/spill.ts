export type SpillHandle = number;

/** Where packed tiles go when memory is short: a scratch file of the worker, emptied when it starts. */
export interface SpillStore {
  /** Null when there is no room: the tile stays where it is. */
  write(bytes: Uint8Array): SpillHandle | null;
  read(handle: SpillHandle): Uint8Array;
  free(handle: SpillHandle): void;
}

/** Keeps in memory what should leave it: for tests, which ask it how much is left. */
export function createMemorySpill(): SpillStore & { readonly count: number } {
  const kept = new Map<SpillHandle, Uint8Array>();
  let next = 1;
  return {
    write(bytes) {
      kept.set(next, bytes.slice());
      return next++;
    },
    read(handle) {
      const bytes = kept.get(handle);
      if (bytes === undefined) throw new Error(`nothing is spilled under ${handle}`);
      return bytes;
    },
    free(handle) {
      if (!kept.delete(handle)) throw new Error(`${handle} was freed twice`);
    },
    get count() {
      return kept.size;
    },
  };
}
