import { create } from 'zustand';
import type { PaintingTool } from '../../engine/protocol/index.ts';

/** Every tool of the rail, in its order; a null is a line between two groups. */
export const RAIL = [
  'move',
  'brush',
  'eraser',
  'mask-brush',
  null,
  'lasso',
  'rectangle',
  'crop',
  null,
  'eyedropper',
  null,
  'hand',
  'zoom',
] as const;

export type ToolId = Exclude<(typeof RAIL)[number], null>;

/** The letters of `design.md`. */
export const TOOL_KEYS: Readonly<Record<ToolId, string>> = {
  move: 'V',
  brush: 'B',
  eraser: 'E',
  'mask-brush': 'Q',
  lasso: 'L',
  rectangle: 'M',
  crop: 'C',
  eyedropper: 'I',
  hand: 'H',
  zoom: 'Z',
};

/** Hand and zoom look at any picture; the others change a document. */
export function needsDocument(tool: ToolId): boolean {
  return tool !== 'hand' && tool !== 'zoom';
}

export function paints(tool: ToolId): tool is PaintingTool {
  return tool === 'brush' || tool === 'eraser' || tool === 'mask-brush';
}

interface ToolStore {
  readonly tool: ToolId;
}

export const useTool = create<ToolStore>(() => ({ tool: 'hand' }));

export function chooseTool(tool: ToolId): void {
  useTool.setState({ tool });
}

/** The tool of a letter, or null. */
export function toolOfKey(key: string): ToolId | null {
  const tools = RAIL.filter((tool) => tool !== null);
  return tools.find((tool) => TOOL_KEYS[tool] === key.toUpperCase()) ?? null;
}
