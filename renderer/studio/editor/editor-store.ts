import { create } from 'zustand';
import type { DocumentSummary } from '../../../shared/contracts/desktop/index.ts';
import type { DocumentRecord, LayerId } from '../../../shared/document/index.ts';
import type { Point, Rect } from '../../../shared/geometry/index.ts';
import type {
  Converted,
  EngineFailure,
  HistoryEntry,
  LostInPsd,
  StageOutcome,
} from '../../engine/protocol/index.ts';

export interface EditorView {
  /** The open document; null while the Studio has none. */
  readonly id: string | null;
  readonly name: string;
  /** It began with the Studio's picture, which stands in its place until it is drawn. */
  readonly fromPicture: boolean;
  readonly document: DocumentRecord | null;
  /** What the panel has chosen, the active one last. */
  readonly chosen: readonly LayerId[];
  readonly history: readonly HistoryEntry[];
  /** Of the last entry that stands; those behind it can be redone. */
  readonly position: number;
  /** `saved` is said only after the desktop's disk has it. */
  readonly saving: 'saved' | 'saving' | 'not-saved';
  /** Of the last step on the disk, as the engine last said. */
  readonly sequence: number;
  /** The person's own file; null while there is none. */
  readonly file: DocumentSummary['file'];
  /** The last step that the file has. */
  readonly savedSequence: number;
  /** Gesso has written the file before. */
  readonly savedHere: boolean;
  /** What was converted when the file was opened, in this run. */
  readonly converted: readonly Converted[];
  /** What the person has read that a Photoshop file loses; null while nothing was asked. */
  readonly psdAgreed: readonly LostInPsd[] | null;
  /** The file is being written. */
  readonly savingFile: boolean;
  /** Small pictures by layer, and by layer for its mask; object URLs that the editor owns. */
  readonly thumbnails: Readonly<Record<string, string>>;
  /** Lines around what is selected, in the document; null when nothing is. */
  readonly selection: readonly (readonly Point[])[] | null;
  /** Where the pixels of layers are, as the engine last answered. */
  readonly bounds: { readonly layers: readonly LayerId[]; readonly rect: Rect } | null;
  /** What was copied last. */
  readonly copied: { readonly png: Blob | null; readonly rect: Rect | null } | null;
  /** How pictures of runs in this document were fitted to it, by picture. */
  readonly staged: Readonly<Record<string, StageOutcome>>;
  /** How much of a rect the selection covers, as the engine last answered. */
  readonly coverage: { readonly rect: Rect; readonly share: number } | null;
  /** Why the document could not be opened. */
  readonly failure: EngineFailure | null;
}

export const NO_DOCUMENT: EditorView = {
  id: null,
  name: '',
  fromPicture: false,
  document: null,
  chosen: [],
  history: [],
  position: 0,
  saving: 'saved',
  sequence: 0,
  file: null,
  savedSequence: 0,
  savedHere: false,
  converted: [],
  psdAgreed: null,
  savingFile: false,
  thumbnails: {},
  selection: null,
  bounds: null,
  copied: null,
  staged: {},
  coverage: null,
  failure: null,
};

/** What the window knows of the open document, as the engine last said. Hot values (pointer, zoom) are never here. */
export const useEditor = create<EditorView>(() => NO_DOCUMENT);

export function activeLayer(view: Pick<EditorView, 'chosen'>): LayerId | null {
  return view.chosen.at(-1) ?? null;
}

/** The open document's name and how it stands with the disk; null while there is none. */
export function useOpenDocument(): Pick<EditorView, 'name' | 'saving'> | null {
  const id = useEditor((view) => view.id);
  const name = useEditor((view) => view.name);
  const saving = useEditor((view) => view.saving);
  return id === null ? null : { name, saving };
}
