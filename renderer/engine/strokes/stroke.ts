import type { DocumentRecord, LayerId, Offset, PixelsId } from '../../../shared/document/index.ts';
import { DOCUMENT_MAX_SIDE, isWithin, selectPixels } from '../../../shared/document/index.ts';
import { EMPTY_RECT, type Rect, uniteRects } from '../../../shared/geometry/index.ts';
import type { StrokePreview } from '../editor/reader.ts';
import { type EditorState, gridOf } from '../editor/state.ts';
import { emptyGrid, type Grid, type Tile, type TileKey, type TileStore } from '../tiles/index.ts';
import { makeStep, type Step } from '../undo/step.ts';
import { BRUSH_MAX_SIZE, type Brush, pressed, type Sample } from './brush.ts';
import { createCanvas } from './canvas.ts';
import { createPath } from './path.ts';

export type StrokeTarget =
  | { readonly layer: LayerId; readonly part: 'pixels' | 'mask' }
  /** What is selected, as coverage; `fresh` names it where nothing was. */
  | { readonly part: 'selection'; readonly fresh: PixelsId };

export type StrokeRefusal = 'no-such-layer' | 'layer-locked' | 'not-paintable' | 'no-selection';

export interface StrokeOptions {
  /** The end that erases. */
  readonly penEraser?: boolean;
  /** Shift: a straight line from here to the first sample, then on as usual. */
  readonly straightFrom?: Sample | null;
}

/** One gesture of a brush. Until it is committed nothing of the state changes, so that cancelling leaves no trace. */
export interface Stroke {
  readonly pixels: PixelsId;
  /** Where pixels changed, in the space of these pixels. */
  add(samples: readonly Sample[]): Rect;
  preview(): StrokePreview;
  /**
   * The step from the state as it is by now, to be pushed by whoever began. Null when no pixel changed, or when others have
   * changed these pixels meanwhile: laid over theirs, it would take them back. Not to be used afterwards.
   */
  commit(now?: EditorState): Step | null;
  /** Answers what must be drawn again as it was. */
  cancel(): Rect;
}

export type BegunStroke =
  | { readonly kind: 'stroke'; readonly stroke: Stroke }
  | { readonly kind: 'refused'; readonly code: StrokeRefusal };

export function beginStroke(
  store: TileStore,
  state: EditorState,
  target: StrokeTarget,
  given: Brush,
  { penEraser = false, straightFrom = null }: StrokeOptions = {},
): BegunStroke {
  const found = findPixels(state.document, target);
  if ('code' in found) return { kind: 'refused', code: found.code };
  const { pixels, offset } = found;
  const onMask = target.part !== 'pixels';
  if (!penEraser && given.paint.kind !== 'erase' && (given.paint.kind === 'coverage') !== onMask)
    return { kind: 'refused', code: 'not-paintable' };
  const brush: Brush = penEraser ? { ...given, paint: { kind: 'erase' } } : given;
  const { width, height } = state.document;
  // The selection keeps edits to what is selected; painting on itself is not kept by it.
  const selection = target.part === 'selection' ? null : state.document.selection;
  const selects = target.part === 'selection' && state.document.selection === null;
  if (selects && hides(brush)) return { kind: 'refused', code: 'no-selection' };
  const grid = selects ? emptyGrid(1) : gridOf(state, pixels);
  const canvas = createCanvas({
    store,
    grid,
    brush,
    // The page is where painting shows; what lies beyond stays as it is.
    bounds: { x: -offset.x, y: -offset.y, width, height },
    selection: selection === null ? null : { grid: gridOf(state, selection), dx: offset.x, dy: offset.y },
  });
  const size = Math.min(BRUSH_MAX_SIZE, Math.max(0.1, brush.size));
  const sizeAt = (pressure: number): number => size * pressed(brush.pressureSize, pressure);
  const path = createPath(
    brush.smoothing,
    (pressure) => Math.max(0.5, sizeAt(pressure) * brush.spacing),
    (x, y, pressure) => {
      const diameter = sizeAt(pressure);
      // Below a pixel a dab can't become smaller, only lighter.
      const light = Math.min(1, diameter * diameter);
      const cap = pressed(brush.pressureOpacity, pressure);
      canvas.dab(x - offset.x, y - offset.y, Math.max(0.5, diameter / 2), brush.flow * light, cap);
    },
    straightFrom !== null && isPlace(straightFrom) ? within(straightFrom) : null,
  );
  let all = EMPTY_RECT;
  const add = (samples: readonly Sample[]): Rect => {
    for (const sample of samples) if (isPlace(sample)) path.add(within(sample));
    const dirty = canvas.apply();
    all = uniteRects(all, dirty);
    return dirty;
  };
  const label = labelOf(brush, target);
  return {
    kind: 'stroke',
    stroke: {
      pixels,
      add,
      preview: () => ({ pixels, tiles: canvas.tiles }),
      commit(now = state) {
        if (selects ? now.document.selection !== null : now.grids.get(pixels) !== grid) return null;
        path.finish();
        canvas.apply();
        const { tiles, dirty } = canvas.take();
        if (tiles.size === 0) return null;
        if (target.part !== 'selection')
          return makeStep(store, now, label, now.document, [{ pixels, tiles, dirty }]);
        // Nothing selected at all is no selection.
        if (isEmptied(grid, tiles)) return makeStep(store, now, label, selectPixels(now.document, null));
        return makeStep(store, now, label, selectPixels(now.document, pixels), [{ pixels, tiles, dirty }]);
      },
      cancel: () => all,
    },
  };
}

function labelOf({ paint }: Brush, { part }: StrokeTarget): string {
  if (part === 'selection') return 'paint-selection';
  if (paint.kind === 'erase') return 'erase';
  return part === 'mask' ? 'paint-mask' : 'brush';
}

function hides({ paint }: Brush): boolean {
  return paint.kind === 'erase' || (paint.kind === 'coverage' && paint.value === 0);
}

function isEmptied(grid: Grid, tiles: ReadonlyMap<TileKey, Tile | null>): boolean {
  const left = [...grid.tiles.keys()].some((key) => !tiles.has(key));
  return !left && [...tiles.values()].every((tile) => tile === null);
}

/** Dabs are set one by one, so a way to nowhere would never end. So far away there is no page. */
const FAR = 4 * DOCUMENT_MAX_SIDE;

function isPlace({ x, y }: Sample): boolean {
  return !Number.isNaN(x) && !Number.isNaN(y);
}

function within({ x, y, pressure }: Sample): Sample {
  return {
    x: Math.min(FAR, Math.max(-FAR, x)),
    y: Math.min(FAR, Math.max(-FAR, y)),
    pressure: Number.isNaN(pressure) ? 0 : pressure,
  };
}

function findPixels(
  document: DocumentRecord,
  target: StrokeTarget,
): { readonly pixels: PixelsId; readonly offset: Offset } | { readonly code: StrokeRefusal } {
  if (target.part === 'selection')
    return { pixels: document.selection ?? target.fresh, offset: { x: 0, y: 0 } };
  const { layer: id, part } = target;
  const layer = document.layers[id];
  if (layer === undefined) return { code: 'no-such-layer' };
  const locked = Object.values(document.layers).some(
    (one) => one.locked && (one.id === id || (one.kind === 'group' && isWithin(document, id, one.id))),
  );
  if (locked) return { code: 'layer-locked' };
  if (part === 'mask') return layer.mask ?? { code: 'not-paintable' };
  return layer.kind === 'raster' ? layer : { code: 'not-paintable' };
}
