import { copyFile, open, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { Decoder } from '../../media/decoder/index.ts';
import {
  insertAfterHeader,
  pngTextChunks,
  readPngChunks,
  writePngChunks,
} from '../../media/metadata/index.ts';
import type { ExportOptions, PictureDetails } from '../../shared/contracts/desktop/index.ts';
import type { Origin } from '../../shared/document/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { EXPORT_EXTENSIONS, xmpPacket } from '../../shared/pictures/index.ts';
import {
  codeOf,
  fileStem,
  makeFolder,
  nameDurably,
  PART_SUFFIX,
  removeFile,
  storageOutage,
  writeDurably,
} from '../platform/files/index.ts';
import { type Making, sourceOfFlattened, sourceOfPicture } from './export-source.ts';

export interface Exported {
  readonly path: string;
  readonly name: string;
  readonly sizeBytes: number;
}

export interface ExportSize {
  readonly sizeBytes: number;
  readonly width: number;
  readonly height: number;
}

type MakeRefusal = 'NOT_FOUND' | 'FILE_MISSING' | 'NOT_A_PICTURE';
type OriginalRefusal = 'NOT_FOUND' | 'FILE_MISSING' | 'FOLDER_NOT_WRITABLE';

/** A picture of the library, or one that was flattened for this. */
export type ExportOf =
  | { readonly id: string }
  | {
      readonly flattened: { readonly path: string; readonly sha256: string };
      readonly origins: readonly Origin[];
    };

export interface Target {
  readonly folder: string | null;
  readonly name: string;
}

export interface Exports {
  size(of: ExportOf, options: ExportOptions): Promise<ExportSize | { readonly refusal: MakeRefusal }>;
  save(
    of: ExportOf,
    target: Target,
    options: ExportOptions,
  ): Promise<Exported | { readonly refusal: MakeRefusal | 'FOLDER_NOT_WRITABLE' }>;
  /** A file of our own, made for this. @throws Outage */
  saveFile(
    path: string,
    target: Target,
    extension: string,
  ): Promise<Exported | { readonly refusal: 'FILE_MISSING' | 'FOLDER_NOT_WRITABLE' }>;
  saveOriginal(id: string, target: Target): Promise<Exported | { readonly refusal: OriginalRefusal }>;
}

export interface ExportsParts {
  readonly details: (id: string) => Promise<PictureDetails | null>;
  readonly decoder: Decoder;
  readonly libraryFolder: () => string;
  readonly deps: Pick<Deps, 'ids'>;
}

interface Made {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The last picture that was encoded is kept, because a size that was shown is usually saved next. */
const KEPT_MAX_BYTES = 64_000_000;

/** Pictures on their way out: encoded in the decoder child, named without replacing anything. */
export function createExports(parts: ExportsParts): Exports {
  let last: { readonly key: string; readonly made: Made } | null = null;

  const make = async (of: ExportOf, options: ExportOptions): Promise<Made | { refusal: MakeRefusal }> => {
    const source = 'id' in of ? await sourceOfPicture(parts, of.id) : sourceOfFlattened(of);
    if ('refusal' in source) return source;
    const key = JSON.stringify([source.key, options]);
    if (last?.key === key) return last.made;
    const making = options.includePrompt ? source.making : null;
    const { format, quality, scale, profile } = options;
    const xmp = xmpPacket({
      digitalSourceType: source.digitalSourceType,
      creatorTool: 'Gesso',
      ...(making === null ? {} : { making }),
    });
    const encoded = await parts.decoder.encode(source.path, { format, quality, scale, profile, xmp });
    if (encoded.kind === 'refused') return { refusal: 'NOT_A_PICTURE' };
    const bytes = format === 'png' ? withTexts(encoded.bytes, making) : encoded.bytes;
    const made = { bytes, width: encoded.width, height: encoded.height };
    last = bytes.byteLength <= KEPT_MAX_BYTES ? { key, made } : null;
    return made;
  };

  const place = async (
    target: Target,
    extension: string,
    neededBytes: number,
    write: (temporary: string) => Promise<void>,
  ) => {
    const folder = resolve(target.folder ?? join(dirname(parts.libraryFolder()), 'Exports'));
    try {
      await makeFolder(folder);
      const temporary = join(folder, `.${parts.deps.ids.uuid()}${PART_SUFFIX}`);
      await write(temporary);
      const path = await nameFreely(temporary, folder, fileStem(target.name), extension);
      return { path, name: path.slice(folder.length + 1), sizeBytes: (await stat(path)).size };
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR')
        return { refusal: 'FOLDER_NOT_WRITABLE' } as const;
      throw storageOutage(error, folder, neededBytes);
    }
  };

  return {
    async size(of, options) {
      const made = await make(of, options);
      if ('refusal' in made) return made;
      return { sizeBytes: made.bytes.byteLength, width: made.width, height: made.height };
    },
    async save(of, target, options) {
      const made = await make(of, options);
      if ('refusal' in made) return made;
      const extension = EXPORT_EXTENSIONS[options.format];
      return place(target, extension, made.bytes.byteLength, (temporary) =>
        writeDurably(temporary, made.bytes),
      );
    },
    async saveFile(path, target, extension) {
      const info = await stat(path).catch(() => null);
      if (info === null) return { refusal: 'FILE_MISSING' };
      return place(target, extension, info.size, (temporary) => copyDurably(path, temporary));
    },
    async saveOriginal(id, target) {
      const details = await parts.details(id);
      if (details === null) return { refusal: 'NOT_FOUND' };
      if (details.file.missing) return { refusal: 'FILE_MISSING' };
      const extension = extname(details.file.name).slice(1);
      return place(target, extension, details.file.sizeBytes, (temporary) =>
        copyDurably(details.file.path, temporary),
      );
    },
  };
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `name.png`, or `name 2.png` when that is taken: another file is never replaced. */
async function nameFreely(
  temporary: string,
  folder: string,
  stem: string,
  extension: string,
): Promise<string> {
  for (let count = 1; count < 10_000; count++) {
    const path = join(folder, `${count === 1 ? stem : `${stem}-${count}`}.${extension}`);
    if (await nameDurably(temporary, path)) return path;
  }
  await removeFile(temporary);
  throw new Error('ten thousand files have this name');
}

function withTexts(png: Uint8Array, making: Making | null): Uint8Array {
  const texts = [{ keyword: 'Software', text: 'Gesso' }];
  if (making !== null) {
    texts.push({ keyword: 'Description', text: making.prompt });
    texts.push({ keyword: 'parameters', text: making.parameters });
  }
  const read = readPngChunks(png);
  if (read.kind === 'refused') throw new Error(`our own PNG could not be read: ${read.reason}`);
  return writePngChunks(insertAfterHeader(read.chunks, pngTextChunks(texts)));
}
