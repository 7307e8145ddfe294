import { copyFile, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { Decoder, EncodeOptions } from '../../media/decoder/index.ts';
import {
  type DigitalSourceType,
  insertAfterHeader,
  pngTextChunks,
  readPngChunks,
  writePngChunks,
  xmpPacket,
} from '../../media/metadata/index.ts';
import type { ExportOptions, PictureDetails } from '../../shared/contracts/desktop/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { EXPORT_EXTENSIONS } from '../../shared/pictures/index.ts';
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

export interface Target {
  readonly id: string;
  readonly folder: string | null;
  readonly name: string;
}

export interface Exports {
  size(id: string, options: ExportOptions): Promise<ExportSize | { readonly refusal: MakeRefusal }>;
  save(
    target: Target,
    options: ExportOptions,
  ): Promise<Exported | { readonly refusal: MakeRefusal | 'FOLDER_NOT_WRITABLE' }>;
  saveOriginal(target: Target): Promise<Exported | { readonly refusal: OriginalRefusal }>;
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

  const make = async (
    id: string,
    options: ExportOptions,
  ): Promise<(Made & { details: PictureDetails }) | { refusal: MakeRefusal }> => {
    const details = await parts.details(id);
    if (details === null) return { refusal: 'NOT_FOUND' };
    if (details.file.missing) return { refusal: 'FILE_MISSING' };
    const key = JSON.stringify([details.picture.sha256, id, options]);
    if (last?.key === key) return { ...last.made, details };
    const encoded = await parts.decoder.encode(details.file.path, encodeOptions(details, options));
    if (encoded.kind === 'refused') return { refusal: 'NOT_A_PICTURE' };
    const bytes = options.format === 'png' ? withTexts(encoded.bytes, details, options) : encoded.bytes;
    const made = { bytes, width: encoded.width, height: encoded.height };
    last = bytes.byteLength <= KEPT_MAX_BYTES ? { key, made } : null;
    return { ...made, details };
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
    async size(id, options) {
      const made = await make(id, options);
      if ('refusal' in made) return made;
      return { sizeBytes: made.bytes.byteLength, width: made.width, height: made.height };
    },
    async save(target, options) {
      const made = await make(target.id, options);
      if ('refusal' in made) return made;
      const extension = EXPORT_EXTENSIONS[options.format];
      return place(target, extension, made.bytes.byteLength, (temporary) =>
        writeDurably(temporary, made.bytes),
      );
    },
    async saveOriginal(target) {
      const details = await parts.details(target.id);
      if (details === null) return { refusal: 'NOT_FOUND' };
      if (details.file.missing) return { refusal: 'FILE_MISSING' };
      const extension = extname(details.file.name).slice(1);
      return place(target, extension, details.file.sizeBytes, (temporary) =>
        copyFile(details.file.path, temporary),
      );
    },
  };
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

function encodeOptions(details: PictureDetails, options: ExportOptions): EncodeOptions {
  const { format, quality, scale, profile } = options;
  const making = options.includePrompt
    ? {
        making: { prompt: details.fullPrompt, system: details.modelLabel, parameters: parametersOf(details) },
      }
    : {};
  const xmp = xmpPacket({ digitalSourceType: sourceOf(details), creatorTool: 'Gesso', ...making });
  return { format, quality, scale, profile, xmp };
}

/** The sandbox draws by rules that nobody trained; everything else came from a trained model. */
function sourceOf(details: PictureDetails): DigitalSourceType {
  return details.providerId === 'sandbox' ? 'algorithmicMedia' : 'trainedAlgorithmicMedia';
}

function withTexts(png: Uint8Array, details: PictureDetails, options: ExportOptions): Uint8Array {
  const texts = [{ keyword: 'Software', text: 'Gesso' }];
  if (options.includePrompt) {
    texts.push({ keyword: 'Description', text: details.fullPrompt });
    texts.push({ keyword: 'parameters', text: parametersOf(details) });
  }
  const read = readPngChunks(png);
  if (read.kind === 'refused') throw new Error(`our own PNG could not be read: ${read.reason}`);
  return writePngChunks(insertAfterHeader(read.chunks, pngTextChunks(texts)));
}

/** What it takes to make it again, as JSON with stable names. */
function parametersOf(details: PictureDetails): string {
  const { input } = details;
  return JSON.stringify({
    model: details.picture.modelId,
    provider: details.providerId,
    operation: details.operation,
    ...(details.seed === null ? {} : { seed: details.seed }),
    ...(input === null
      ? {}
      : { aspect: input.aspect, quality: input.quality, negativePrompt: input.negativePrompt }),
  });
}
