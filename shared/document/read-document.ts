import { isBlendMode } from './blend-modes.ts';
import {
  DOCUMENT_MAX_SIDE,
  type DocumentRecord,
  GUIDES_MAX,
  type Guide,
  LAYERS_MAX,
  type Layer,
  type LayerId,
  type MaskRecord,
  NAME_MAX_CHARS,
  NESTING_MAX,
  type Offset,
  ORIGINS_MAX,
  type Origin,
  type PixelsId,
} from './records.ts';

/** Why records from outside are not taken. Said to the person by its code; nothing of a half document is kept. */
export type DocumentRefusal =
  | 'not-a-document'
  | 'bad-size'
  | 'too-many-layers'
  | 'nested-too-deep'
  /** A value that no layer has, or pixels that are another's already: painting on one would change both. */
  | 'bad-layer'
  /** A layer that is named and missing, stands twice, or is inside itself. */
  | 'bad-tree';

export type ReadDocument =
  | { readonly kind: 'document'; readonly document: DocumentRecord }
  | { readonly kind: 'refused'; readonly code: DocumentRefusal };

const ID = /^[a-zA-Z0-9][\w-]{0,63}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const OFFSET_MAX = 1_000_000;

/**
 * Records from a file, a journal or another process, checked once: after this, every id that is named exists, the tree is
 * a tree, and every number is within its bounds.
 */
export function readDocument(value: unknown): ReadDocument {
  if (!isRecord(value) || !isRecord(value.layers) || !Array.isArray(value.root))
    return refused('not-a-document');
  const { width, height } = value;
  if (!isSide(width) || !isSide(height)) return refused('bad-size');
  const entries = Object.entries(value.layers);
  if (entries.length > LAYERS_MAX) return refused('too-many-layers');
  const layers: Record<LayerId, Layer> = {};
  for (const [id, one] of entries) {
    const layer = readLayer(id, one);
    if (layer === null) return refused('bad-layer');
    layers[layer.id] = layer;
  }
  const root = readIds(value.root);
  const selection = value.selection ?? null;
  if (root === null || (selection !== null && !isId(selection))) return refused('not-a-document');
  const origin = value.origin === undefined ? undefined : readOffset(value.origin);
  if (origin === null) return refused('bad-size');
  const guides = readGuides(value.guides ?? []);
  if (guides === null) return refused('not-a-document');
  const document: DocumentRecord = {
    width,
    height,
    layers,
    root: root as LayerId[],
    ...(origin === undefined ? {} : { origin }),
    selection: selection as PixelsId | null,
    ...(guides.length > 0 && { guides }),
  };
  const trouble = checkTree(document) ?? checkPixels(document);
  return trouble === null ? { kind: 'document', document } : refused(trouble);
}

function readLayer(id: string, value: unknown): Layer | null {
  if (!isRecord(value) || value.id !== id || !isId(id)) return null;
  const { name, visible, locked, opacity, fill, blend, clipped } = value;
  if (typeof name !== 'string' || name.length > NAME_MAX_CHARS) return null;
  if (typeof visible !== 'boolean' || typeof locked !== 'boolean' || typeof clipped !== 'boolean')
    return null;
  if (!isShare(opacity) || !isShare(fill) || !isBlendMode(blend)) return null;
  const mask = readMask(value.mask ?? null);
  // Records of an earlier version name none.
  const origins = readOrigins(value.origins ?? []);
  if (mask === undefined || origins === null) return null;
  const common = { id: id as LayerId, name, visible, locked, opacity, fill, blend, clipped, mask, origins };
  if (value.kind === 'group') {
    const children = Array.isArray(value.children) ? readIds(value.children) : null;
    if (children === null || typeof value.passThrough !== 'boolean') return null;
    return { ...common, kind: 'group', children: children as LayerId[], passThrough: value.passThrough };
  }
  const offset = readOffset(value.offset);
  if (value.kind !== 'raster' || !isId(value.pixels) || offset === null) return null;
  return { ...common, kind: 'raster', pixels: value.pixels as PixelsId, offset };
}

/** Undefined is wrong; null is none. */
function readMask(value: unknown): MaskRecord | null | undefined {
  if (value === null) return null;
  if (!isRecord(value) || !isId(value.pixels) || typeof value.enabled !== 'boolean') return undefined;
  const offset = readOffset(value.offset);
  const { outside } = value;
  if (offset === null || (outside !== 0 && outside !== 255)) return undefined;
  return { pixels: value.pixels as PixelsId, offset, enabled: value.enabled, outside };
}

function readOrigins(value: unknown): readonly Origin[] | null {
  if (!Array.isArray(value) || value.length > ORIGINS_MAX) return null;
  const origins = value.filter(isOrigin).map(({ sha256, made }) => ({ sha256, made }));
  return origins.length === value.length ? origins : null;
}

function isOrigin(value: unknown): value is Origin {
  if (!isRecord(value) || typeof value.sha256 !== 'string' || !SHA256.test(value.sha256)) return false;
  return value.made === 'trained' || value.made === 'drawn' || value.made === 'brought';
}

function readGuides(value: unknown): readonly Guide[] | null {
  if (!Array.isArray(value) || value.length > GUIDES_MAX) return null;
  const guides = value.filter(isGuide).map(({ orientation, position }) => ({ orientation, position }));
  return guides.length === value.length ? guides : null;
}

function isGuide(value: unknown): value is Guide {
  if (!isRecord(value) || typeof value.position !== 'number' || !(Math.abs(value.position) <= OFFSET_MAX))
    return false;
  return value.orientation === 'horizontal' || value.orientation === 'vertical';
}

function readOffset(value: unknown): Offset | null {
  if (!isRecord(value)) return null;
  const { x, y } = value;
  return isOffset(x) && isOffset(y) ? { x, y } : null;
}

function readIds(values: readonly unknown[]): string[] | null {
  const ids = values.filter(isId);
  return ids.length === values.length ? ids : null;
}

/** Walks down from the root: each layer is met exactly once, and none is left over. */
function checkTree(document: DocumentRecord): DocumentRefusal | null {
  const met = new Set<LayerId>();
  let level: readonly LayerId[] = document.root;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > NESTING_MAX) return 'nested-too-deep';
    const next: LayerId[] = [];
    for (const id of level) {
      const layer = Object.hasOwn(document.layers, id) ? document.layers[id] : undefined;
      if (layer === undefined || met.has(id)) return 'bad-tree';
      met.add(id);
      if (layer.kind === 'group') next.push(...layer.children);
    }
    level = next;
  }
  return met.size === Object.keys(document.layers).length ? null : 'bad-tree';
}

/** Each layer, mask and selection has pixels of its own. */
function checkPixels({ layers, selection }: DocumentRecord): DocumentRefusal | null {
  const named: PixelsId[] = selection === null ? [] : [selection];
  for (const layer of Object.values(layers)) {
    if (layer.kind === 'raster') named.push(layer.pixels);
    if (layer.mask !== null) named.push(layer.mask.pixels);
  }
  return new Set(named).size === named.length ? null : 'bad-layer';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string {
  // Ids become names of objects, and every object has a `constructor` already, before any layer is called that.
  return typeof value === 'string' && ID.test(value) && !(value in Object.prototype);
}

function isSide(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= DOCUMENT_MAX_SIDE;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= OFFSET_MAX;
}

function refused(code: DocumentRefusal): ReadDocument {
  return { kind: 'refused', code };
}
