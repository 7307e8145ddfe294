/**
 * Bytes that cross the kernel's boundary or that it reads and writes of what is kept: the measure that painting is held
 * to, since it does not depend on the machine. Rows on the kernel's own stack do not count: they stay in the first cache.
 */
export interface Touched {
  /** Copied between the kernel's memory and tiles; each byte counts when it is read and when it is written. */
  readonly copied: number;
  /** Read and written by steps: sources, coverages, kept accumulators, packed pixels. */
  readonly worked: number;
  readonly total: number;
  reset(): void;
}

export interface TouchedCount extends Touched {
  copy(bytes: number): void;
  work(bytes: number): void;
}

export function createTouched(): TouchedCount {
  let copied = 0;
  let worked = 0;
  return {
    get copied() {
      return copied;
    },
    get worked() {
      return worked;
    },
    get total() {
      return copied + worked;
    },
    copy: (bytes) => {
      copied += 2 * bytes;
    },
    work: (bytes) => {
      worked += bytes;
    },
    reset: () => {
      copied = 0;
      worked = 0;
    },
  };
}
