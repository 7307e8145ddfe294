import { type DocumentRecord, type PixelsId, readDocument } from '../../../shared/document/index.ts';
import { type EditorState, type PixelsKind, pixelsKinds } from '../editor/state.ts';
import { isTileKey, type Tile, type TileKey, type TileStore, unpackTile } from '../tiles/index.ts';
import { crc32 } from './crc.ts';
import { applyDiff, diffRecords } from './record-diff.ts';
import { makeStep, type PixelsUpdate, type Step } from './step.ts';

/**
 * A step in an append-only file, little-endian:
 * magic "GSTP", version u8, three zero bytes, length of all u32, CRC-32 of everything behind it u32,
 * length of the head u32, head (JSON: label, record diff, ids of pixels), count of tiles u32, then each tile:
 * index of its pixels u32, key u32, kind u8 (0 none, 1 one value, 2 packed), value or length u32, packed bytes.
 * Only what holds after the step is kept: what was before is the state that it is replayed on.
 */
const MAGIC = 0x50545347;
const VERSION = 1;
const FRAME = 16;
const TILE_HEAD = 13;
const HEAD_MAX_BYTES = 16 * 1024 * 1024;
const LABEL = /^[a-z][a-z0-9-]{0,63}$/;

export type StepRefusal =
  /** Ends before its end: the last write was cut off. */
  'truncated' | 'not-a-step' | 'unknown-version' | 'damaged' | 'bad-record' | 'bad-tiles';

export type DecodedStep =
  | { readonly kind: 'step'; readonly step: Step; readonly length: number }
  | { readonly kind: 'refused'; readonly code: StepRefusal };

/** @throws for records that could not be read again: a document would open no more, whatever else was kept of it */
export function encodeStep(step: Step, store: TileStore): Uint8Array<ArrayBuffer> {
  const read = readDocument(step.after);
  if (read.kind === 'refused') throw new Error(`a step to records that are refused: ${read.code}`);
  // Pixels that are not named any more lose their tiles by that alone.
  const kinds = pixelsKinds(step.after);
  const tiles = step.tiles.filter((change) => kinds.has(change.pixels));
  const pixels = [...new Set(tiles.map((change) => change.pixels))];
  const named = new Map(pixels.map((id, at) => [id, at]));
  const head = new TextEncoder().encode(
    JSON.stringify({ label: step.label, diff: diffRecords(step.before, step.after), pixels }),
  );
  const packed = tiles.map(({ after }) =>
    after === null || after.uniform !== null ? null : store.packed(after),
  );
  const tilesBytes = packed.reduce((sum, one) => sum + TILE_HEAD + (one?.length ?? 0), 0);
  const bytes = new Uint8Array(FRAME + 4 + head.length + 4 + tilesBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, VERSION);
  view.setUint32(8, bytes.length, true);
  view.setUint32(FRAME, head.length, true);
  bytes.set(head, FRAME + 4);
  let at = FRAME + 4 + head.length;
  view.setUint32(at, tiles.length, true);
  at += 4;
  for (const [index, change] of tiles.entries()) {
    const body = packed[index] ?? null;
    view.setUint32(at, named.get(change.pixels) ?? 0, true);
    view.setUint32(at + 4, change.key, true);
    view.setUint8(at + 8, change.after === null ? 0 : body === null ? 1 : 2);
    view.setUint32(at + 9, body?.length ?? change.after?.uniform ?? 0, true);
    at += TILE_HEAD;
    if (body === null) continue;
    bytes.set(body, at);
    at += body.length;
  }
  view.setUint32(12, crc32(bytes.subarray(FRAME)), true);
  return bytes;
}

/** The step at the start of `bytes`, to be done on `state`; its tiles stay packed until they are looked at. */
export function decodeStep(bytes: Uint8Array, state: EditorState, store: TileStore): DecodedStep {
  if (bytes.length < FRAME) return refused('truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return refused('not-a-step');
  if (view.getUint32(4, true) !== VERSION) return refused('unknown-version');
  const length = view.getUint32(8, true);
  if (length > bytes.length) return refused('truncated');
  if (length < FRAME + 8) return refused('damaged');
  const body = bytes.subarray(FRAME, length);
  if (crc32(body) !== view.getUint32(12, true)) return refused('damaged');
  const headLength = view.getUint32(FRAME, true);
  if (headLength > Math.min(HEAD_MAX_BYTES, body.length - 8)) return refused('damaged');
  const head = readHead(body.subarray(4, 4 + headLength), state.document);
  if (head === null) return refused('bad-record');
  const kinds = pixelsKinds(head.document);
  if (!kindsAgree(state.document, head.document, kinds)) return refused('bad-record');
  const updates = readTiles(body.subarray(4 + headLength), head.pixels, kinds, store);
  if (updates === null) return refused('bad-tiles');
  return { kind: 'step', step: makeStep(store, state, head.label, head.document, updates), length };
}

/** Colours stay colours and coverage stays coverage, in one document and from one to the next. */
function kindsAgree(
  before: DocumentRecord,
  after: DocumentRecord,
  kinds: ReadonlyMap<PixelsId, PixelsKind>,
): boolean {
  const earlier = pixelsKinds(before);
  for (const [id, { channels }] of kinds)
    if ((earlier.get(id)?.channels ?? channels) !== channels) return false;
  return Object.values(after.layers).every(
    (layer) => layer.kind !== 'raster' || kinds.get(layer.pixels)?.channels === 4,
  );
}

interface Head {
  readonly label: string;
  readonly document: DocumentRecord;
  readonly pixels: readonly PixelsId[];
}

function readHead(bytes: Uint8Array, before: DocumentRecord): Head | null {
  try {
    const head: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof head !== 'object' || head === null) return null;
    const { label, diff, pixels } = head as Record<string, unknown>;
    const document = applyDiff(before, diff);
    if (document === null || typeof label !== 'string' || !LABEL.test(label)) return null;
    if (!Array.isArray(pixels) || !pixels.every((id) => typeof id === 'string')) return null;
    return { label, document, pixels: pixels as PixelsId[] };
  } catch {
    return null;
  }
}

function readTiles(
  bytes: Uint8Array,
  ids: readonly PixelsId[],
  kinds: ReadonlyMap<PixelsId, PixelsKind>,
  store: TileStore,
): PixelsUpdate[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const updates = new Map<PixelsId, Map<TileKey, Tile | null>>();
  const giveUp = (): null => {
    for (const update of updates.values())
      for (const tile of update.values()) if (tile !== null) store.release(tile);
    return null;
  };
  const count = view.getUint32(0, true);
  if (count * TILE_HEAD > bytes.length - 4) return null;
  let at = 4;
  for (let index = 0; index < count; index++) {
    if (at + TILE_HEAD > bytes.length) return giveUp();
    const id = ids[view.getUint32(at, true)];
    const key = view.getUint32(at + 4, true);
    const kind = id === undefined ? undefined : kinds.get(id);
    if (id === undefined || kind === undefined || !isTileKey(key)) return giveUp();
    const update = updates.get(id) ?? new Map<TileKey, Tile | null>();
    updates.set(id, update);
    const value = view.getUint32(at + 9, true);
    const sort = view.getUint8(at + 8);
    at += TILE_HEAD;
    const rest = bytes.subarray(at, sort === 2 ? at + value : at);
    if (sort === 2 && rest.length !== value) return giveUp();
    const tile = readTile(store, kind, sort, value, rest);
    if (tile === undefined || update.has(key)) return giveUp();
    update.set(key, tile);
    at += rest.length;
  }
  if (at !== bytes.length) return giveUp();
  return [...updates].map(([pixels, tiles]) => ({ pixels, tiles }));
}

/** Undefined is a tile that cannot be; null is none. */
function readTile(
  store: TileStore,
  { channels }: PixelsKind,
  sort: number,
  value: number,
  packed: Uint8Array,
): Tile | null | undefined {
  if (sort === 0) return null;
  if (sort === 1) return channels === 1 && value > 255 ? undefined : store.uniform(value, channels);
  // Tried once here, so that nothing fails later where nobody expects it.
  if (sort !== 2 || unpackTile(packed, channels) === null) return undefined;
  return store.adopt(packed.slice(), channels);
}

function refused(code: StepRefusal): DecodedStep {
  return { kind: 'refused', code };
}
