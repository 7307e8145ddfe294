import {
  type DocumentRecord,
  type Layer,
  type LayerId,
  type Offset,
  readDocument,
} from '../../../shared/document/index.ts';

/** What differs between two documents, as a journal keeps it: layers that are new or other, and those that are gone. */
export interface RecordDiff {
  readonly width: number;
  readonly height: number;
  readonly root: readonly LayerId[];
  readonly selection: DocumentRecord['selection'];
  readonly origin?: Offset;
  /** Absent when there are none afterwards. */
  readonly guides?: DocumentRecord['guides'];
  readonly layers: readonly Layer[];
  readonly gone: readonly LayerId[];
}

export function diffRecords(before: DocumentRecord, after: DocumentRecord): RecordDiff {
  const { width, height, root, selection, origin, guides } = after;
  return {
    width,
    height,
    root,
    selection,
    ...(origin === undefined ? {} : { origin }),
    ...(guides !== undefined && { guides }),
    // Records are immutable, so that another object is a change and the same one is none.
    layers: Object.values(after.layers).filter((layer) => before.layers[layer.id] !== layer),
    gone: (Object.keys(before.layers) as LayerId[]).filter((id) => after.layers[id] === undefined),
  };
}

/** The document after, checked as everything from outside; null when the diff does not lead to one. */
export function applyDiff(before: DocumentRecord, diff: unknown): DocumentRecord | null {
  if (typeof diff !== 'object' || diff === null) return null;
  const { width, height, root, selection, origin, guides, layers, gone } = diff as Record<string, unknown>;
  if (!Array.isArray(layers) || !Array.isArray(gone)) return null;
  const merged = new Map<unknown, unknown>(Object.entries(before.layers));
  for (const id of gone) if (!merged.delete(id)) return null;
  for (const layer of layers) {
    const id: unknown = layer?.id;
    if (typeof id !== 'string' || id === '__proto__') return null;
    merged.set(id, layer);
  }
  const read = readDocument({
    width,
    height,
    root,
    selection,
    ...(origin === undefined ? {} : { origin }),
    guides,
    layers: Object.fromEntries([...merged] as [string, unknown][]),
  });
  return read.kind === 'document' ? withShared(before, read.document) : null;
}

/** Layers that did not change stay the same objects, as everything that compares records expects. */
function withShared(before: DocumentRecord, after: DocumentRecord): DocumentRecord {
  const layers: Record<LayerId, Layer> = { ...after.layers };
  for (const [id, layer] of Object.entries(before.layers) as [LayerId, Layer][])
    if (JSON.stringify(layers[id]) === JSON.stringify(layer)) layers[id] = layer;
  return { ...after, layers };
}
