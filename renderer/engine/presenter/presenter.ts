import {
  EMPTY_RECT,
  intersectRects,
  isEmptyRect,
  type Rect,
  rectAtLevel,
  uniteRects,
} from '../../../shared/geometry/index.ts';
import {
  type Frame,
  isNearest,
  levelOf,
  looksAlike,
  pageOnScreen,
  placement,
  rectOnScreen,
  screenOf,
  visibleRect,
} from './frame.ts';
import { createSheet, onTileLines, type ReadTile, type Sheet } from './sheet.ts';
import type { ScreenContext, SurfaceMaker } from './surface.ts';

export interface Presenter {
  /**
   * Shows the frame. `drawn` is what the cache composited since the last time, in pixels of the frame's level; only
   * what looks different on the screen is drawn again. Answers with that, in device pixels.
   */
  present(frame: Frame, drawn: readonly Rect[]): Rect;
  /** The screen lost what was on it: a canvas forgets when its size is set. */
  forget(): void;
}

/** Device pixels of a square of the board that shows through clear pixels. */
const SQUARE = 8;

export function createPresenter(screen: ScreenContext, surfaces: SurfaceMaker, read: ReadTile): Presenter {
  let sheet: Sheet | null = null;
  let last: Frame | null = null;
  let board: { readonly name: string; readonly pattern: CanvasPattern | string } | null = null;

  /** Null when nothing of the page is in sight. */
  const sheetFor = (frame: Frame): Sheet | null => {
    const level = levelOf(frame);
    const page = rectAtLevel({ x: 0, y: 0, ...frame.document }, level);
    const seen = intersectRects(visibleRect(frame, level), page);
    if (isEmptyRect(seen)) return sheet;
    const wanted = onTileLines(seen);
    const holds = sheet?.level === level && uniteRects(sheet.rect, wanted).width === sheet.rect.width;
    if (sheet !== null && holds && uniteRects(sheet.rect, wanted).height === sheet.rect.height) return sheet;
    return sheet?.moved(level, wanted) ?? createSheet(level, wanted, surfaces);
  };

  const boardOf = ({ light, dark }: Frame['colours']): CanvasPattern | string => {
    const name = `${light} ${dark}`;
    if (board?.name !== name) board = { name, pattern: makeBoard(light, dark) };
    return board.pattern;
  };

  const makeBoard = (light: string, dark: string): CanvasPattern | string => {
    const { image, context } = surfaces.surface(2 * SQUARE, 2 * SQUARE);
    context.fillStyle = light;
    context.fillRect(0, 0, 2 * SQUARE, 2 * SQUARE);
    context.fillStyle = dark;
    context.fillRect(0, 0, SQUARE, SQUARE);
    context.fillRect(SQUARE, SQUARE, SQUARE, SQUARE);
    return screen.createPattern(image, 'repeat') ?? light;
  };

  const within = (rect: Rect, draw: () => void): void => {
    screen.save();
    screen.setTransform(1, 0, 0, 1, 0, 0);
    screen.beginPath();
    screen.rect(rect.x, rect.y, rect.width, rect.height);
    screen.clip();
    draw();
    screen.restore();
  };

  /** A part is drawn as all of it is, only clipped to whole device pixels: it can't be told from what is around it. */
  const drawPart = (frame: Frame, part: Rect): void =>
    within(part, () => {
      screen.fillStyle = frame.colours.surround;
      screen.fillRect(part.x, part.y, part.width, part.height);
      const page = intersectRects(pageOnScreen(frame), part);
      if (isEmptyRect(page)) return;
      within(page, () => {
        screen.fillStyle = boardOf(frame.colours);
        screen.fillRect(page.x, page.y, page.width, page.height);
        if (sheet === null) return;
        const { scale, x, y } = placement(frame, sheet.level);
        screen.imageSmoothingEnabled = !isNearest(frame);
        screen.setTransform(scale, 0, 0, scale, x + sheet.rect.x * scale, y + sheet.rect.y * scale);
        screen.drawImage(sheet.image, 0, 0);
      });
    });

  return {
    present: (frame, drawn) => {
      const all = screenOf(frame);
      sheet = sheetFor(frame);
      const changed = sheet?.update(sheet.level === levelOf(frame) ? drawn : [], read) ?? [];
      const same = last !== null && looksAlike(last, frame);
      last = frame;
      const { level } = sheet ?? { level: 0 };
      const dirty = changed.map((rect) => rectOnScreen(frame, level, rect)).reduce(uniteRects, EMPTY_RECT);
      const part = same ? intersectRects(dirty, all) : all;
      if (!isEmptyRect(part)) drawPart(frame, part);
      return part;
    },
    forget: () => {
      last = null;
    },
  };
}
