import type { SpillHandle, SpillStore } from './spill.ts';

/** A file that is read and written where one says, at once: the worker's private file system has such, `node:fs` too. */
export interface ScratchFile {
  /** Fills the bytes from there; answers how many it had. */
  read(bytes: Uint8Array, from: { readonly at: number }): number;
  /** Throws when the disk or the browser's quota is full. */
  write(bytes: Uint8Array, to: { readonly at: number }): number;
  truncate(length: number): void;
}

/** Freed places are used again for what needs as many pages, so the file does not grow for as long as one paints. */
const PAGE = 4096;

interface Place {
  readonly at: number;
  readonly length: number;
}

/** Packed tiles in a file; what does not fit there is refused, never half written and believed. */
export function createFileSpill(file: ScratchFile): SpillStore {
  const places = new Map<SpillHandle, Place>();
  const free = new Map<number, number[]>();
  let end = 0;
  let next = 1;

  const placeOf = (handle: SpillHandle): Place => {
    const place = places.get(handle);
    if (place === undefined) throw new Error(`nothing is spilled under ${handle}`);
    return place;
  };

  return {
    write(bytes) {
      const pages = pagesOf(bytes.length);
      const again = free.get(pages)?.pop();
      const at = again ?? end;
      if (!wrote(file, bytes, at)) {
        if (again !== undefined) free.get(pages)?.push(again);
        return null;
      }
      if (again === undefined) end += pages * PAGE;
      places.set(next, { at, length: bytes.length });
      return next++;
    },
    read(handle) {
      const { at, length } = placeOf(handle);
      const bytes = new Uint8Array(length);
      if (file.read(bytes, { at }) !== length)
        throw new Error('the scratch file is shorter than it was written');
      return bytes;
    },
    free(handle) {
      const { at, length } = placeOf(handle);
      places.delete(handle);
      if (places.size === 0) {
        free.clear();
        end = 0;
        file.truncate(0);
        return;
      }
      const pages = pagesOf(length);
      const same = free.get(pages);
      if (same === undefined) free.set(pages, [at]);
      else same.push(at);
    },
  };
}

function pagesOf(length: number): number {
  return Math.max(1, Math.ceil(length / PAGE));
}

function wrote(file: ScratchFile, bytes: Uint8Array, at: number): boolean {
  try {
    return file.write(bytes, { at }) === bytes.length;
  } catch {
    return false;
  }
}
