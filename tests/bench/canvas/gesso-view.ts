import { createWasmBackend } from '../../../renderer/engine/kernel/wasm-backend.ts';
import { type Frame, levelOf, visibleRect } from '../../../renderer/engine/presenter/frame.ts';
import { OFFSCREEN_SURFACES } from '../../../renderer/engine/presenter/offscreen-surfaces.ts';
import { createPresenter } from '../../../renderer/engine/presenter/presenter.ts';
import { createSession, type Session } from '../../../renderer/engine/session/session.ts';
import { beginStroke, type Stroke } from '../../../renderer/engine/strokes/index.ts';
import type { BlendMode } from '../../../shared/document/index.ts';
import { type Rect, rectAtLevel } from '../../../shared/geometry/index.ts';
import { documentOf, layerAt, type PaintedTiles } from './gesso-documents.ts';
import { BRUSH, type Placed, VIEW } from './scene.ts';

/** As long as the engine's worker composites before it looks for input. */
const SLICE_MS = 8;
const COLOURS = { surround: '#202020', light: '#ffffff', dark: '#cccccc' };

/** One document on a canvas of the page, drawn as the engine's worker draws it. */
export interface GessoView {
  readonly session: Session;
  readonly canvas: HTMLCanvasElement;
  readonly level: number;
  place(placed: Placed): void;
  /** Composites and presents until nothing is missing. */
  draw(): void;
  flush(): void;
  begin(): Stroke;
  /** What one move of the pointer does; the part of the document that it changed. */
  move(stroke: Stroke, sample: Parameters<Stroke['add']>[0][number]): Rect;
  /** Bytes of the part of the level that a change of the document shows in. */
  dirtyBytes(docRect: Rect): number;
}

export interface GessoDocument {
  readonly tiles: PaintedTiles;
  readonly modes: readonly BlendMode[];
  readonly active: number;
}

export async function openView(
  code: WebAssembly.Module,
  { tiles, modes, active }: GessoDocument,
): Promise<GessoView> {
  const backend = await createWasmBackend(code);
  const session = createSession({ backend, store: tiles.store, state: documentOf(tiles, modes) });
  session.setActive(layerAt(active));
  const canvas = document.createElement('canvas');
  canvas.width = VIEW.width;
  canvas.height = VIEW.height;
  document.body.append(canvas);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('There is no canvas to draw on.');
  const presenter = createPresenter(context, OFFSCREEN_SURFACES, (level, key) =>
    session.cache.read(level, key),
  );
  const size = { width: tiles.side, height: tiles.side };
  let frame: Frame = { zoom: 1, x: 0, y: 0, ...VIEW, ratio: 1, document: size, colours: COLOURS };
  const now = (): number => performance.now();
  const draw = (): void => {
    const level = levelOf(frame);
    for (let done = false; !done; ) {
      const worked = session.cache.work({ level, rect: visibleRect(frame, level) }, now() + SLICE_MS, now);
      presenter.present(frame, worked.drawn);
      done = worked.done;
    }
  };
  return {
    session,
    canvas,
    get level() {
      return levelOf(frame);
    },
    place(placed) {
      frame = { ...frame, ...placed };
    },
    draw,
    flush: () => void context.getImageData(0, 0, 1, 1),
    begin() {
      const target = { layer: layerAt(active), part: 'pixels' } as const;
      const begun = beginStroke(tiles.store, session.history.state, target, BRUSH);
      if (begun.kind === 'refused') throw new Error(`The stroke was refused: ${begun.code}`);
      return begun.stroke;
    },
    move(stroke, sample) {
      const touched = stroke.add([sample]);
      session.preview(stroke.preview(), touched);
      draw();
      return touched;
    },
    dirtyBytes(docRect) {
      const { width, height } = rectAtLevel(docRect, levelOf(frame));
      return width * height * 4;
    },
  };
}
