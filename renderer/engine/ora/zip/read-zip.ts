import { unzipSync } from 'fflate';

export interface Zip {
  readonly names: ReadonlySet<string>;
  /** Inflated size, as the directory claims it; never more than that is inflated. */
  sizeOf(name: string): number | null;
  /** Null when there is none, or its bytes are damaged. */
  read(name: string): Uint8Array | null;
}

export interface ZipLimits {
  readonly entriesMax: number;
  /** Of all entries together, inflated. */
  readonly totalMaxBytes: number;
}

export type ZipRefusal = 'not-ora' | 'damaged' | 'too-large' | 'unsupported';

const NAME_MAX_CHARS = 512;

/** Names in a directory; what of it is not to be had ends the look. */
class Refused extends Error {
  readonly code: ZipRefusal;
  constructor(code: ZipRefusal) {
    super(code);
    this.code = code;
  }
}

/** Looks through a zip's directory without inflating anything; entries are read one by one, later. */
export function openZip(bytes: Uint8Array, limits: ZipLimits): Zip | { readonly code: ZipRefusal } {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { code: 'not-ora' };
  const sizes = new Map<string, number>();
  let total = 0;
  try {
    unzipSync(bytes, {
      filter({ name, size, originalSize, compression }) {
        if (sizes.size >= limits.entriesMax) throw new Refused('too-large');
        if (!isSafe(name) || sizes.has(name)) throw new Refused('damaged');
        if (compression !== 0 && compression !== 8) throw new Refused('unsupported');
        // Directories of some archives lie: what is stored is as large as it is, and inside the file.
        if (size > bytes.length || (compression === 0 && size !== originalSize)) throw new Refused('damaged');
        total += originalSize;
        if (total > limits.totalMaxBytes) throw new Refused('too-large');
        sizes.set(name, originalSize);
        return false;
      },
    });
  } catch (error) {
    return { code: error instanceof Refused ? error.code : 'damaged' };
  }
  return {
    names: new Set(sizes.keys()),
    sizeOf: (name) => sizes.get(name) ?? null,
    read(name) {
      const size = sizes.get(name);
      if (size === undefined) return null;
      try {
        const found = unzipSync(bytes, { filter: (entry) => entry.name === name })[name];
        return found?.length === size ? found : null;
      } catch {
        return null;
      }
    },
  };
}

/** Entries are never written anywhere; a name that tries to lead somewhere says that the file means no good. */
function isSafe(name: string): boolean {
  if (name.length === 0 || name.length > NAME_MAX_CHARS) return false;
  if (name.includes('\\') || name.includes('\0') || name.startsWith('/') || /^[a-z]:/i.test(name))
    return false;
  return !name.split('/').includes('..') && name !== '__proto__';
}
