import type { DocumentRecord, Origin, PixelsId } from '../../../shared/document/index.ts';
import { pixelsKinds } from '../editor/state.ts';
import { ORA_LIMITS, type OraLimits, type OraPixels } from '../ora/pixels.ts';
import { readOra } from '../ora/read-ora.ts';
import type { FileFacts, FileRefusal } from '../protocol/index.ts';
import { isPsd } from '../psd/frame/read-frame.ts';
import { readPsd } from '../psd/read-psd.ts';
import type { Session } from '../session/session.ts';
import { emptyGrid, writeRect } from '../tiles/index.ts';
import { makeStep, type PixelsUpdate, type Step } from '../undo/index.ts';

/** A file that was read, and is nobody's document yet. */
export interface ReadFile {
  readonly facts: FileFacts;
  readonly document: DocumentRecord;
  readonly pixels: ReadonlyMap<PixelsId, OraPixels>;
  /** How its layers were made, when the file says it of all of them at once. */
  readonly made: Origin['made'] | null;
}

const GB = 1024 ** 3;
/** All of it stands in the worker's memory once before it becomes tiles. */
const LIMITS: OraLimits = { ...ORA_LIMITS, pixelsMaxBytes: 2 * GB };

/** OpenRaster or Photoshop: the bytes say which, whatever the file is called. */
export function readFile(bytes: Uint8Array): ReadFile | { readonly code: FileRefusal } {
  const read = readWithinMemory(bytes);
  if ('code' in read) return read;
  for (const [id, { channels }] of pixelsKinds(read.document))
    if (read.pixels.get(id)?.channels !== channels) return { code: 'damaged' };
  return read;
}

/** With what its layers were made of: a file that says it of itself as a whole is the origin of each. */
export async function readFileWithOrigins(
  bytes: Uint8Array,
): Promise<ReadFile | { readonly code: FileRefusal }> {
  const read = readFile(bytes);
  if ('code' in read || read.made === null) return read;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const origins: readonly Origin[] = [{ sha256, made: read.made }];
  const layers = Object.entries(read.document.layers).map(([id, layer]) => [
    id,
    layer.kind === 'raster' ? { ...layer, origins } : layer,
  ]);
  return { ...read, document: { ...read.document, layers: Object.fromEntries(layers) } };
}

/** A file may be within the limits and still be more than the browser gives to one worker. */
function readWithinMemory(bytes: Uint8Array): ReadFile | { readonly code: FileRefusal } {
  try {
    return isPsd(bytes) ? photoshopFile(bytes) : openRasterFile(bytes);
  } catch (error) {
    if (error instanceof RangeError) return { code: 'too-large' };
    throw error;
  }
}

function openRasterFile(bytes: Uint8Array): ReadFile | { readonly code: FileRefusal } {
  const read = readOra(bytes, LIMITS);
  if (read.kind === 'refused') return read;
  const { document, pixels, from, masksLost, modesLost } = read;
  const { width, height } = document;
  // Our own records say it layer by layer; of another program's file nothing is known.
  const made = from === 'records' ? null : 'brought';
  return { facts: { width, height, masksLost, modesLost, converted: [] }, document, pixels, made };
}

function photoshopFile(bytes: Uint8Array): ReadFile | { readonly code: FileRefusal } {
  const read = readPsd(bytes, LIMITS);
  if (read.kind === 'refused') return read;
  const { document, pixels, converted, made } = read;
  const { width, height } = document;
  return { facts: { width, height, masksLost: false, modesLost: false, converted }, document, pixels, made };
}

/** The step that brings the whole document. */
export function fileStep({ store, history }: Session, { document, pixels }: ReadFile): Step {
  const updates: PixelsUpdate[] = [];
  for (const [id, { channels, outside }] of pixelsKinds(document)) {
    const found = pixels.get(id);
    if (found === undefined) continue;
    updates.push({
      pixels: id,
      tiles: writeRect(store, emptyGrid(channels, outside), found.rect, found.bytes),
    });
  }
  return makeStep(store, history.state, 'open', document, updates);
}
