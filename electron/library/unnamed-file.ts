import { join } from 'node:path';
import type { Deps } from '../../shared/kernel/index.ts';
import {
  type Calendar,
  codeOf,
  makeFolder,
  makeFolderInside,
  PART_SUFFIX,
  removeFile,
} from '../platform/files/index.ts';
import type { Content } from './content.ts';
import type { LibraryRows } from './library-rows.ts';

export interface UnnamedParts {
  readonly rows: LibraryRows;
  readonly deps: Pick<Deps, 'ids'>;
  readonly calendar: Calendar;
  readonly libraryFolder: () => string;
  /** Files being written whose intent may not be on the disk yet: the census leaves them alone. */
  readonly unfinished: Set<string>;
}

/** A file without its name yet, beside the place it will have. */
export interface UnnamedFile {
  readonly folder: string;
  readonly month: string;
  /** Within the folder, as an intent names it. */
  readonly temporary: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** Begins to write, once. */
  start(): Writing;
  /** It has its name now and is no longer ours to clear away. */
  named(): void;
  /** Nothing unnamed stays. */
  end(): Promise<void>;
}

export interface Writing {
  /** Whether it can be read whole; its way to the disk goes on. */
  readonly readable: Promise<boolean>;
  /** Whether it is on the disk. Never rejects. */
  readonly written: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: unknown }>;
}

export function unnamedFile(
  parts: UnnamedParts,
  delivered: { readonly madeAtMs: number },
  content: Content,
): UnnamedFile {
  const folder = parts.libraryFolder();
  const month = parts.calendar.day(delivered.madeAtMs).slice(0, 7);
  const name = `${parts.deps.ids.uuid()}${PART_SUFFIX}`;
  const path = join(folder, month, name);
  let writing: Writing | null = null;
  let isNamed = false;

  const begin = (): Writing => {
    parts.unfinished.add(name);
    const { promise: readable, resolve } = Promise.withResolvers<boolean>();
    const write = async () => {
      const put = (): Promise<void> => content.write(path, () => resolve(true));
      try {
        await put();
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
        // The first picture of its month, or of the library.
        await openFolder(parts, folder, join(folder, month));
        await put();
      }
    };
    const written = write().then(
      () => ({ ok: true }) as const,
      (error: unknown) => {
        resolve(false);
        return { ok: false, error } as const;
      },
    );
    return { readable, written };
  };

  return {
    folder,
    month,
    temporary: `${month}/${name}`,
    path,
    sizeBytes: content.sizeBytes,
    start() {
      writing ??= begin();
      return writing;
    },
    named() {
      isNamed = true;
    },
    async end() {
      await writing?.written;
      if (writing !== null && !isNamed) await removeFile(path);
      parts.unfinished.delete(name);
    },
  };
}

/** The first picture makes the library's folder; one that held pictures and is gone is the person's to mend. */
async function openFolder(parts: UnnamedParts, folder: string, monthFolder: string): Promise<void> {
  try {
    await makeFolderInside(folder, monthFolder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    if ((await parts.rows.read.folders()).includes(folder)) throw error;
    await makeFolder(monthFolder);
  }
}
