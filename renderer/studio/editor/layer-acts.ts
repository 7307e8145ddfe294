import {
  childrenOf,
  type DocumentRecord,
  type Layer,
  type LayerId,
  placeOf,
  type RasterLayer,
} from '../../../shared/document/index.ts';
import type { SelectionMode } from '../../engine/protocol/index.ts';
import { say } from '../../text/index.ts';
import { useBrush } from '../tools/brush-store.ts';
import { runCommand } from './editor-acts.ts';
import { tell } from './editor-link.ts';
import { activeLayer, useEditor } from './editor-store.ts';
import { newLayerId } from './new-layer-id.ts';

type LayerValues = Partial<Pick<Layer, 'opacity' | 'blend' | 'visible' | 'locked'>> & {
  readonly passThrough?: boolean;
};

// What the panel's buttons, its menu and the keys ask of the chosen layers. The engine says why when it does not do it.

/** Empty, above the active layer. */
export function addLayer(): void {
  const { document, chosen } = useEditor.getState();
  if (document === null) return;
  const active = chosen.at(-1);
  const place = active === undefined ? null : placeOf(document, active);
  runCommand({
    kind: 'add-layer',
    id: newLayerId(),
    name: say('layers:newName', { number: Object.keys(document.layers).length + 1 }),
    place: { parent: place?.parent ?? null, index: (place?.index ?? document.root.length - 1) + 1 },
  });
}

export function groupChosen(): void {
  const { chosen } = useEditor.getState();
  runCommand({ kind: 'group-layers', id: newLayerId(), name: say('layers:groupName'), ids: chosen });
}

/** What was in them is what the hand goes on with. */
export function ungroupChosen(): void {
  const { document, chosen } = useEditor.getState();
  const groups = chosen.filter((id) => document?.layers[id]?.kind === 'group');
  const inside = groups.flatMap((id) => (document === null ? [] : childrenOf(document, id)));
  if (groups.length === 0) return;
  runCommand({ kind: 'ungroup-layers', ids: groups });
  if (inside.length > 0) useEditor.setState({ chosen: inside });
}

/** The same for everything that is chosen, in one step. */
export function patchChosen(patch: LayerValues): void {
  const { chosen } = useEditor.getState();
  runCommand({ kind: 'patch-layers', changes: chosen.map((id) => ({ id, patch })) });
}

/** Seen while the hand is still choosing; null shows what is. */
export function previewChosen(patch: { readonly opacity: number } | null): void {
  tell({ kind: 'preview-values', layers: useEditor.getState().chosen, patch });
}

/** What was hidden so that one layer is seen alone, to be shown again. */
let hiddenFor: { readonly id: LayerId; readonly hidden: readonly LayerId[] } | null = null;

/** Only this layer and what it stands in; a second time what was seen before. */
export function showAlone(id: LayerId): void {
  const { document } = useEditor.getState();
  if (document === null) return;
  const others = besides(document, id).filter((one) => document.layers[one]?.visible === true);
  const again = others.length === 0 && hiddenFor?.id === id ? hiddenFor.hidden : [];
  const change = (ids: readonly LayerId[], visible: boolean) =>
    ids.map((one) => ({ id: one, patch: { visible } }));
  const changes = others.length > 0 ? change(others, false) : change(again, true);
  hiddenFor = others.length > 0 ? { id, hidden: others } : null;
  const own = pathTo(document, id).filter((one) => document.layers[one]?.visible === false);
  if (changes.length + own.length > 0)
    runCommand({ kind: 'patch-layers', changes: [...changes, ...change(own, true)] });
}

/** The layer and every group around it. */
function pathTo(document: DocumentRecord, id: LayerId): readonly LayerId[] {
  const parent = placeOf(document, id)?.parent ?? null;
  return parent === null ? [id] : [id, ...pathTo(document, parent)];
}

/** Everything that stands beside the layer or beside a group around it. */
function besides(document: DocumentRecord, id: LayerId): readonly LayerId[] {
  const path = pathTo(document, id);
  return path.flatMap((one) =>
    childrenOf(document, placeOf(document, one)?.parent ?? null).filter((other) => other !== one),
  );
}

export function removeChosen(): void {
  runCommand({ kind: 'remove-layers', ids: useEditor.getState().chosen });
}

/** Of what is selected where something is, else of the whole layer. */
export function duplicateActive(): void {
  if (useEditor.getState().selection !== null) {
    liftSelected('copy-to-layer');
    return;
  }
  withActive((id, name) => runCommand({ kind: 'duplicate-layer', id, name: say('layers:copyOf', { name }) }));
}

/** What is selected becomes a layer of its own, to be moved without touching anything else. */
export function liftSelected(kind: 'copy-to-layer' | 'cut-to-layer'): void {
  withActive((from, name) =>
    runCommand({ kind, from, id: newLayerId(), name: say('layers:copyOf', { name }) }),
  );
}

export function mergeChosen(): void {
  runCommand({ kind: 'merge-layers', ids: useEditor.getState().chosen });
}

export function toggleClipped(): void {
  const { document } = useEditor.getState();
  withActive((id) =>
    runCommand({ kind: 'patch-layer', id, patch: { clipped: document?.layers[id]?.clipped !== true } }),
  );
}

/** Of what is selected where something is, else one that shows all. */
export function addMask(): void {
  const from = useEditor.getState().selection === null ? 'show' : 'selection';
  withActive((id) => runCommand({ kind: 'add-mask', id, from }));
}

export function removeMask(): void {
  withActive((id) => runCommand({ kind: 'delete-mask', id }));
}

/** What the mask hides is taken away, and the mask is gone. */
export function applyMask(): void {
  withActive((id) => runCommand({ kind: 'apply-mask', id }));
}

export function toggleMask(of?: LayerId): void {
  const { document } = useEditor.getState();
  withActive((active) => {
    const id = of ?? active;
    const enabled = document?.layers[id]?.mask?.enabled === false;
    runCommand({ kind: 'patch-mask', id, patch: { enabled } });
  });
}

export function selectFrom(part: 'pixels' | 'mask', id?: LayerId, how: SelectionMode = 'replace'): void {
  withActive((active) => runCommand({ kind: 'select-layer', id: id ?? active, part, how }));
}

/** What is selected, or the whole page, in the foreground colour. */
export function fillSelected(): void {
  const [red, green, blue] = useBrush.getState().front;
  withActive((id) => runCommand({ kind: 'fill-selection', id, colour: { red, green, blue } }));
}

function withActive(act: (id: LayerId, name: RasterLayer['name']) => void): void {
  const view = useEditor.getState();
  const id = activeLayer(view);
  const layer = id === null ? undefined : view.document?.layers[id];
  if (layer !== undefined) act(layer.id, layer.name);
}
