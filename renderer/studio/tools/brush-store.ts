import { create } from 'zustand';
import {
  BRUSH_SIZE_MAX,
  type BrushSettings,
  type Colour,
  type PaintingTool,
} from '../../engine/protocol/index.ts';

interface BrushStore {
  readonly brushes: Readonly<Record<PaintingTool, BrushSettings>>;
  readonly front: Colour;
  readonly back: Colour;
  /** What the mask brush does: reveal or hide. */
  readonly maskMode: 'add' | 'subtract';
  /** What the mask brush paints on: what is selected, or the active layer's own mask. */
  readonly maskTarget: 'selection' | 'layer';
}

const ROUND: BrushSettings = {
  size: 64,
  hardness: 0.8,
  opacity: 1,
  flow: 1,
  spacing: 0.1,
  smoothing: 0.3,
  pressureSize: true,
  pressureOpacity: false,
};

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];

/** Each tool remembers its own brush; colours are shared. */
export const useBrush = create<BrushStore>(() => ({
  brushes: { brush: ROUND, eraser: ROUND, 'mask-brush': { ...ROUND, hardness: 0.5 } },
  front: BLACK,
  back: WHITE,
  maskMode: 'add',
  maskTarget: 'selection',
}));

export function changeBrush(tool: PaintingTool, change: Partial<BrushSettings>): void {
  useBrush.setState(({ brushes }) => ({ brushes: { ...brushes, [tool]: { ...brushes[tool], ...change } } }));
}

/** The bracket keys: larger steps for larger brushes, so that a few presses reach any size. */
export function stepBrushSize(tool: PaintingTool, direction: 1 | -1): void {
  const { size } = useBrush.getState().brushes[tool];
  const step = size < 10 ? 1 : size < 50 ? 5 : size < 200 ? 10 : 50;
  // Going down from a round number takes the smaller step that leads there.
  const down = size <= 10 ? 1 : size <= 50 ? 5 : size <= 200 ? 10 : 50;
  const next = direction === 1 ? size + step : size - down;
  changeBrush(tool, { size: Math.min(BRUSH_SIZE_MAX, Math.max(1, next)) });
}

export function stepHardness(tool: PaintingTool, direction: 1 | -1): void {
  const next = Math.round(useBrush.getState().brushes[tool].hardness * 4 + direction) / 4;
  changeBrush(tool, { hardness: Math.min(1, Math.max(0, next)) });
}

export function swapColours(): void {
  useBrush.setState(({ front, back }) => ({ front: back, back: front }));
}

export function resetColours(): void {
  useBrush.setState({ front: BLACK, back: WHITE });
}

export function toHex(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Null for anything but `#rrggbb`. */
export function fromHex(hex: string): Colour | null {
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (parts === null) return null;
  const [, red = '', green = '', blue = ''] = parts;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}
