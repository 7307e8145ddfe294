import type { DocumentRecord, PixelsId } from '../../../shared/document/index.ts';
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
  const { document, pixels, masksLost, modesLost } = read;
  const { width, height } = document;
  return { facts: { width, height, masksLost, modesLost, converted: [] }, document, pixels };
}

function photoshopFile(bytes: Uint8Array): ReadFile | { readonly code: FileRefusal } {
  const read = readPsd(bytes, LIMITS);
  if (read.kind === 'refused') return read;
  const { document, pixels, converted } = read;
  const { width, height } = document;
  return { facts: { width, height, masksLost: false, modesLost: false, converted }, document, pixels };
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
