import {
  type DocumentRecord,
  type DocumentRefusal,
  groupLayer,
  groupLayers,
  insertLayer,
  type Layer,
  type LayerId,
  moveLayer,
  type Offset,
  type PixelsId,
  patchLayer,
  placeOf,
  rasterLayer,
  readDocument,
  removeLayer,
  withDescendants,
} from '../../../../shared/document/index.ts';
import { unreachable } from '../../../../shared/kernel/index.ts';
import { makeStep, type PixelsUpdate } from '../../undo/index.ts';
import { gridOf } from '../state.ts';
import {
  type CommandContext,
  type CommandOutcome,
  type CommandRefusal,
  isLocked,
  type LayerCommand,
  newPixels,
  type PatchLabel,
  refuse,
  type ValuesPatch,
} from './command.ts';

export function runLayerCommand(context: CommandContext, command: LayerCommand): CommandOutcome {
  const { document } = context.state;
  switch (command.kind) {
    case 'add-layer':
      return changed(
        context,
        command.kind,
        insertLayer(document, rasterLayer(command.id, command.name, newPixels(context)), command.place),
      );
    case 'add-group':
      return changed(
        context,
        command.kind,
        insertLayer(document, groupLayer(command.id, command.name), command.place),
      );
    case 'remove-layers': {
      if (command.ids.some((id) => isLocked(document, id))) return refuse('layer-locked');
      return changed(context, command.kind, command.ids.reduce(removeLayer, document));
    }
    case 'duplicate-layer':
      return duplicate(context, command.id, command.name);
    case 'move-layer':
      return changed(context, command.kind, moveLayer(document, command.id, command.place));
    case 'patch-layer':
      return changed(context, labelOf(command.patch), patchLayer(document, command.id, command.patch));
    case 'patch-layers':
      return changed(
        context,
        labelOf(command.changes[0]?.patch ?? {}),
        command.changes.reduce((now, { id, patch }) => patchLayer(now, id, patch), document),
      );
    case 'ungroup-layers':
      if (command.ids.some((id) => isLocked(document, id))) return refuse('layer-locked');
      return changed(context, command.kind, command.ids.reduce(ungroupLayer, document));
    case 'group-layers':
      return changed(
        context,
        command.kind,
        groupLayers(document, groupLayer(command.id, command.name), command.ids),
      );
    case 'offset-layers':
      return offset(context, command.ids, command.dx, command.dy);
    default:
      return unreachable(command);
  }
}

/** What a list of undo is read for; several things at once are called by the first. */
function labelOf({ name, blend, passThrough, opacity, visible, locked, clipped }: ValuesPatch): PatchLabel {
  if (name !== undefined) return 'rename-layer';
  if (blend !== undefined || passThrough !== undefined) return 'layer-blend';
  if (opacity !== undefined) return 'layer-opacity';
  if (visible !== undefined) return visible ? 'show-layer' : 'hide-layer';
  if (locked !== undefined) return locked ? 'lock-layer' : 'unlock-layer';
  if (clipped !== undefined) return clipped ? 'clip-layer' : 'release-layer';
  return 'patch-layer';
}

function ungroupLayer(document: DocumentRecord, id: LayerId): DocumentRecord {
  const group = document.layers[id];
  const place = placeOf(document, id);
  if (group?.kind !== 'group' || place === null) return document;
  const out = group.children.reduce(
    (now, child, at) => moveLayer(now, child, { parent: place.parent, index: place.index + 1 + at }),
    document,
  );
  return removeLayer(out, id);
}

/** A step for other records and the same pixels. What the change makes of the tree is checked as from outside. */
export function changed(
  context: CommandContext,
  label: string,
  after: DocumentRecord,
  updates: readonly PixelsUpdate[] = [],
): CommandOutcome {
  const { store, state } = context;
  if (after === state.document && updates.every(({ tiles }) => tiles.size === 0)) return { kind: 'nothing' };
  const read = after === state.document ? null : readDocument(after);
  if (read?.kind === 'refused') {
    for (const { tiles } of updates)
      for (const tile of tiles.values()) if (tile !== null) store.release(tile);
    return refuse(REFUSALS[read.code]);
  }
  return { kind: 'step', step: makeStep(store, state, label, after, updates) };
}

const REFUSALS: Readonly<Record<DocumentRefusal, CommandRefusal>> = {
  'too-many-layers': 'too-many-layers',
  'nested-too-deep': 'nested-too-deep',
  'bad-layer': 'out-of-bounds',
  'bad-size': 'out-of-bounds',
  'not-a-document': 'out-of-bounds',
  'bad-tree': 'no-such-layer',
};

function offset(context: CommandContext, ids: readonly LayerId[], dx: number, dy: number): CommandOutcome {
  const { document } = context.state;
  if (ids.some((id) => isLocked(document, id))) return refuse('layer-locked');
  if (dx === 0 && dy === 0) return { kind: 'nothing' };
  return changed(context, 'offset-layers', offsetLayers(document, ids, { x: dx, y: dy }));
}

/** Their masks and, of groups, everything in them go along. */
export function offsetLayers(document: DocumentRecord, ids: readonly LayerId[], by: Offset): DocumentRecord {
  const layers: Record<LayerId, Layer> = { ...document.layers };
  for (const id of new Set(ids.flatMap((one) => withDescendants(document, one)))) {
    const layer = layers[id];
    if (layer === undefined) continue;
    const moved = (at: { readonly x: number; readonly y: number }) => ({
      x: at.x + Math.round(by.x),
      y: at.y + Math.round(by.y),
    });
    const mask = layer.mask === null ? null : { ...layer.mask, offset: moved(layer.mask.offset) };
    layers[id] =
      layer.kind === 'raster' ? { ...layer, mask, offset: moved(layer.offset) } : { ...layer, mask };
  }
  return { ...document, layers };
}

function duplicate(context: CommandContext, id: LayerId, name: string): CommandOutcome {
  const { state, newId, store } = context;
  const place = placeOf(state.document, id);
  if (place === null) return refuse('no-such-layer');
  const ids = withDescendants(state.document, id);
  const renamed = new Map(ids.map((one) => [one, newId() as LayerId]));
  const updates: PixelsUpdate[] = [];
  // The copy shares every tile until one of the two is painted on.
  const copyPixels = (from: PixelsId): PixelsId => {
    const pixels = newPixels(context);
    const tiles = new Map(gridOf(state, from).tiles);
    for (const tile of tiles.values()) store.retain(tile);
    updates.push({ pixels, tiles });
    return pixels;
  };
  const copies = ids.flatMap((one) => {
    const layer = state.document.layers[one];
    if (layer === undefined) return [];
    const mask = layer.mask === null ? null : { ...layer.mask, pixels: copyPixels(layer.mask.pixels) };
    const common = { mask, id: renamed.get(one) ?? one, name: one === id ? name : layer.name };
    const copy: Layer =
      layer.kind === 'raster'
        ? { ...layer, ...common, pixels: copyPixels(layer.pixels) }
        : { ...layer, ...common, children: layer.children.map((child) => renamed.get(child) ?? child) };
    return [copy];
  });
  const [top, ...rest] = copies;
  if (top === undefined) return refuse('no-such-layer');
  const after = insertLayer(state.document, top, { ...place, index: place.index + 1 }, rest);
  return changed(context, 'duplicate-layer', after, updates);
}
