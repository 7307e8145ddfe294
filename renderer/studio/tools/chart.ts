import type { Point } from '../../../shared/geometry/index.ts';
import type { EditorCommand, PaintingTool, SelectionMode } from '../../engine/protocol/index.ts';

/** One place of the pointer, in document pixels. */
export interface Sample extends Point {
  /** 0 to 1; a mouse presses with 1. */
  readonly pressure: number;
  readonly timeMs: number;
}

export interface Modifiers {
  readonly shift: boolean;
  readonly alt: boolean;
}

export type ToolEvent =
  | {
      readonly kind: 'down';
      readonly sample: Sample;
      readonly modifiers: Modifiers;
      /** The other end of the pen. */
      readonly eraser: boolean;
    }
  | { readonly kind: 'move'; readonly samples: readonly Sample[]; readonly modifiers: Modifiers }
  | { readonly kind: 'up'; readonly modifiers: Modifiers }
  /** Escape, a lost pointer, another tool: what was begun leaves no trace. */
  | { readonly kind: 'cancel' };

/** What a chart asks for. Nothing else happens on its account. */
export type ToolEffect =
  | {
      readonly kind: 'stroke-begin';
      readonly tool: PaintingTool;
      readonly first: Sample;
      readonly from: Point | null;
    }
  | { readonly kind: 'stroke-add'; readonly samples: readonly Sample[] }
  | { readonly kind: 'stroke-end' }
  | { readonly kind: 'stroke-cancel' }
  | { readonly kind: 'run'; readonly command: EditorCommand }
  /** The layer shown elsewhere while it is dragged; null puts it back. */
  | { readonly kind: 'preview-move'; readonly by: Point | null }
  | { readonly kind: 'commit-move'; readonly by: Point }
  /** A line in the overlay; null takes it away. */
  | { readonly kind: 'outline'; readonly points: readonly Point[] | null }
  | { readonly kind: 'pick'; readonly at: Point };

/** A tool as a state chart: the same state and event always give the same next state and effects. */
export interface ToolChart<State> {
  readonly initial: State;
  step(state: State, event: ToolEvent): { readonly state: State; readonly effects: readonly ToolEffect[] };
}

/** Shift adds, Alt takes away, both keep what is common. */
export function selectionMode({ shift, alt }: Modifiers): SelectionMode {
  if (shift && alt) return 'intersect';
  if (shift) return 'add';
  return alt ? 'subtract' : 'replace';
}
