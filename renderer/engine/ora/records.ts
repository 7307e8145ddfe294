import {
  type DocumentRecord,
  pixelsOf as listPixels,
  type PixelsId,
  readDocument,
} from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import { crc32 } from './crc32.ts';
import type { Channels } from './pixels.ts';

/** Where the pixels of one id are in the file. No `src`: there are none, and the rectangle is empty. */
export interface KeptPixels {
  readonly src: string | null;
  readonly rect: Rect;
  readonly channels: Channels;
}

export interface OraRecords {
  readonly document: DocumentRecord;
  readonly pixels: ReadonlyMap<PixelsId, KeptPixels>;
}

export const RECORDS_NAME = 'gesso/document.json';
const VERSION = 1;
const PLACE_MAX = 2_000_000;

/** Our own records go along whole: masks, clipping, fill and ids, which a stack can't say. */
export function writeRecords({ document, pixels }: OraRecords, stack: string): string {
  return JSON.stringify({
    version: VERSION,
    stack: fingerprint(stack),
    document,
    pixels: Object.fromEntries(pixels),
  });
}

/**
 * Null when they are not ours, not whole, or not of this stack: another program has changed the layers since, and its word
 * is the newer one.
 */
export function readRecords(text: string, stack: string): OraRecords | null {
  const value = parsed(text);
  if (!isRecord(value) || value.version !== VERSION || value.stack !== fingerprint(stack)) return null;
  const read = readDocument(value.document);
  if (read.kind === 'refused' || !isRecord(value.pixels)) return null;
  const pixels = new Map<PixelsId, KeptPixels>();
  for (const id of listPixels(read.document)) {
    const kept = Object.hasOwn(value.pixels, id) ? readKept(value.pixels[id]) : null;
    if (kept === null) return null;
    pixels.set(id, kept);
  }
  return { document: read.document, pixels };
}

function readKept(value: unknown): KeptPixels | null {
  if (!isRecord(value) || !isRecord(value.rect)) return null;
  const { src, channels } = value;
  const { x, y, width, height } = value.rect;
  if (src !== null && (typeof src !== 'string' || src === '')) return null;
  if (channels !== 1 && channels !== 4) return null;
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height) || width < 0 || height < 0)
    return null;
  if ((src === null) !== (width === 0 || height === 0)) return null;
  return { src, rect: { x, y, width, height }, channels };
}

function fingerprint(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return `${bytes.length}-${crc32(bytes).toString(16)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= PLACE_MAX;
}
