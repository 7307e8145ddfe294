import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
import { EMPTY_RECT, type Rect } from '../../../shared/geometry/index.ts';
import { type Channels, ORA_LIMITS, type OraLimits, type OraPixels } from './pixels.ts';
import { type PngHeader, readPngHeader } from './png/png-chunks.ts';
import { readPng } from './png/read-png.ts';
import { RECORDS_NAME, readRecords } from './records.ts';
import { readStack, type StackRead } from './stack/read-stack.ts';
import { openZip, type Zip } from './zip/read-zip.ts';

/** Why a file can't be opened; the window has a sentence for each. Nothing of a half document is kept. */
export type OraRefusal =
  | 'not-ora'
  | 'damaged'
  | 'too-large'
  | 'too-many-layers'
  | 'nested-too-deep'
  | 'bad-stack'
  | 'unsupported';

export type ReadOra =
  | {
      readonly kind: 'document';
      readonly document: DocumentRecord;
      /** Empty when they were handed over one by one. */
      readonly pixels: ReadonlyMap<PixelsId, OraPixels>;
      /** Whose word was taken: our own records, or the stack alone, where there are no masks. */
      readonly from: 'records' | 'stack';
      /** Some layer had a mode that is not known here: it is normal now. */
      readonly modesLost: boolean;
      /** Our records are there, but of other layers: what only they knew (masks, clipping) is gone. */
      readonly masksLost: boolean;
    }
  | { readonly kind: 'refused'; readonly code: OraRefusal };

interface Wanted {
  readonly src: string | null;
  readonly channels: Channels;
  /** Null: as large as the picture is, and at its own origin. */
  readonly rect: Rect | null;
}

interface Plan {
  readonly document: DocumentRecord;
  readonly wanted: ReadonlyMap<PixelsId, Wanted>;
  readonly from: 'records' | 'stack';
  readonly modesLost: boolean;
  readonly masksLost: boolean;
}

const TEXT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads an OpenRaster file, whoever wrote it and whatever was done to it since. Every size is held against the limits
 * before anything of that size is made. `take` gets the pixels one by one, so that not all stand in memory at once; what
 * it was given of a file that is refused later is to be thrown away.
 */
export function readOra(
  bytes: Uint8Array,
  limits: OraLimits = ORA_LIMITS,
  take: ((id: PixelsId, pixels: OraPixels) => void) | null = null,
): ReadOra {
  const zip = openZip(bytes, limits);
  if ('code' in zip) return refused(zip.code);
  const kind = textOf(zip, 'mimetype', 100);
  if (kind?.trim() !== 'image/openraster') return refused('not-ora');
  const stack = textOf(zip, 'stack.xml', TEXT_MAX_BYTES);
  if (stack === null) return refused(zip.names.has('stack.xml') ? 'damaged' : 'bad-stack');
  const read = readStack(stack);
  if (read.kind === 'refused') return refused(read.code);
  const plan = planOf(zip, stack, read, limits);
  if ('code' in plan) return refused(plan.code);
  const pixels = new Map<PixelsId, OraPixels>();
  for (const [id, wanted] of plan.wanted) {
    const found = pixelsIn(zip, wanted);
    if (found === null) return refused('damaged');
    if (take === null) pixels.set(id, found);
    else take(id, found);
  }
  const { document, from, modesLost, masksLost } = plan;
  return { kind: 'document', document, pixels, from, modesLost, masksLost };
}

/** Our own records when they are of this stack and all their pictures are as they say; else the stack alone. */
function planOf(
  zip: Zip,
  stack: string,
  read: StackRead,
  limits: OraLimits,
): Plan | { readonly code: OraRefusal } {
  const text = textOf(zip, RECORDS_NAME, TEXT_MAX_BYTES);
  const records = text === null ? null : readRecords(text, stack);
  if (records !== null) {
    const { document, pixels } = records;
    if (measure(zip, pixels, limits) === null)
      return { document, wanted: pixels, from: 'records', modesLost: false, masksLost: false };
  }
  const wanted = new Map<PixelsId, Wanted>();
  for (const [id, src] of read.sources) wanted.set(id, { src, channels: 4, rect: null });
  const code = measure(zip, wanted, limits);
  if (code !== null) return { code };
  const { document, modesLost } = read;
  return { document, wanted, from: 'stack', modesLost, masksLost: text !== null };
}

/** Looks at every picture's header before any is decoded. Null when all are there and fit. */
function measure(zip: Zip, wanted: ReadonlyMap<PixelsId, Wanted>, limits: OraLimits): OraRefusal | null {
  // A picture may be named by many layers: each gets its own pixels, and each counts.
  const headers = new Map<string, PngHeader | null>();
  let total = 0;
  for (const { src, channels, rect } of wanted.values()) {
    if (src === null) continue;
    if (!zip.names.has(src)) return 'bad-stack';
    if (!/\.png$/i.test(src)) return 'unsupported';
    let header = headers.get(src);
    if (header === undefined) {
      const bytes = zip.read(src);
      header = bytes === null ? null : readPngHeader(bytes);
      headers.set(src, header);
    }
    if (header === null) return 'damaged';
    const { width, height } = header;
    if (width > limits.sideMax || height > limits.sideMax) return 'too-large';
    total += width * height * channels;
    if (total > limits.pixelsMaxBytes) return 'too-large';
    if (rect !== null && (rect.width !== width || rect.height !== height)) return 'damaged';
  }
  return null;
}

function pixelsIn(zip: Zip, { src, channels, rect }: Wanted): OraPixels | null {
  if (src === null) return { rect: EMPTY_RECT, channels, bytes: new Uint8Array(0) };
  const bytes = zip.read(src);
  const picture = bytes === null ? null : readPng(bytes, channels);
  if (picture === null) return null;
  const { width, height } = picture;
  return { rect: rect ?? { x: 0, y: 0, width, height }, channels, bytes: picture.bytes };
}

function textOf(zip: Zip, name: string, maxBytes: number): string | null {
  const size = zip.sizeOf(name);
  const bytes = size === null || size > maxBytes ? null : zip.read(name);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function refused(code: OraRefusal): ReadOra {
  return { kind: 'refused', code };
}
