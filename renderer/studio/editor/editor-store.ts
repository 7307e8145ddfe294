import { create } from 'zustand';
import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import type { Rect } from '../../../shared/geometry/index.ts';
import type { StepLabel } from '../../engine/protocol/index.ts';

export interface HistoryEntry {
  readonly id: number;
  readonly label: StepLabel;
}

export interface EditorView {
  /** The open document; null while the Studio has none. */
  readonly id: string | null;
  readonly name: string;
  readonly document: DocumentRecord | null;
  /** What the panel has chosen, the active one last. */
  readonly chosen: readonly LayerId[];
  readonly history: readonly HistoryEntry[];
  /** How many entries stand; those behind it can be redone. */
  readonly at: number;
  /** `saved` is said only after the desktop's disk has it. */
  readonly saving: 'saved' | 'saving' | 'not-saved';
  /** Small pictures by layer, and by layer for its mask; object URLs that the editor owns. */
  readonly thumbnails: Readonly<Record<string, string>>;
  readonly selectionBounds: Rect | null;
}

/** What the window knows of the open document, as the engine last said. Hot values (pointer, zoom) are never here. */
export const useEditor = create<EditorView>(() => ({
  id: null,
  name: '',
  document: null,
  chosen: [],
  history: [],
  at: 0,
  saving: 'saved',
  thumbnails: {},
  selectionBounds: null,
}));

export function activeLayer(view: Pick<EditorView, 'chosen'>): LayerId | null {
  return view.chosen.at(-1) ?? null;
}
