import type { FlatAnswer, SaveAnswer } from '../../../shared/contracts/desktop/index.ts';
import type { DocumentRecord, LayerId, Origin } from '../../../shared/document/index.ts';
import type { Matrix, Point, Rect, Viewport } from '../../../shared/geometry/index.ts';
import type { LayeredFormat } from '../../../shared/pictures/index.ts';
import type { CommandRefusal } from '../editor/commands/index.ts';
import type { OraRefusal } from '../ora/read-ora.ts';
import type { Converted } from '../psd/converted.ts';
import type { PsdRefusal } from '../psd/read-psd.ts';
import type { MergeRefusal } from '../session/merge-layers.ts';
import type { StrokeRefusal } from '../strokes/index.ts';
import type { BrushSettings, Colour, PaintingTool } from './brush.ts';
import type { EditorCommand } from './command.ts';
import type {
  AcceptOutcome,
  AcceptWish,
  FrameOutcome,
  FrameWish,
  StagedPicture,
  StageOutcome,
  StageView,
} from './staging.ts';

/** Where the document stands in the view, and the view itself. Lengths in CSS pixels. */
export interface EngineView extends Viewport {
  readonly ratio: number;
  readonly width: number;
  readonly height: number;
  readonly surround: string;
  readonly light: string;
  readonly dark: string;
}

/** A place of the pointer, in document pixels. */
export interface StrokeSample extends Point {
  readonly pressure: number;
  readonly timeMs: number;
}

/** What a document begins with. */
export type DocumentStart =
  /** Everything that was kept of it, from the desktop. */
  | { readonly kind: 'journal' }
  /** A library picture as its one layer. */
  | {
      readonly kind: 'picture';
      readonly sha256: string;
      readonly layerName: string;
      readonly origins: readonly Origin[];
    }
  | {
      readonly kind: 'blank';
      readonly width: number;
      readonly height: number;
      readonly layerName: string;
      readonly background: 'white' | 'clear';
    }
  /** The file that was read last. */
  | { readonly kind: 'read-file' };

/** Why a file can't be opened, whichever kind it is of. */
export type FileRefusal = OraRefusal | PsdRefusal;

/** What is known of a file beside its layers. */
export interface FileFacts {
  readonly width: number;
  readonly height: number;
  /** Another program changed the layers, and what only Gesso knows of them is gone. */
  readonly masksLost: boolean;
  /** Some layer had a mode that is not known here, and is normal now. */
  readonly modesLost: boolean;
  /** What a Photoshop file had that a document here has not; of any other file there is nothing. */
  readonly converted: readonly Converted[];
}

/** Where a save goes: a ticket from `saveAs`, or the document's own file. */
export interface FileWish {
  readonly format: LayeredFormat;
  readonly ticket: string | null;
  /** Whatever another program wrote there is replaced. */
  readonly force: boolean;
}

export type SaveOutcome =
  | SaveAnswer
  /** Beyond 2 GB, or with a layer beyond 30,000 pixels. */
  | { readonly kind: 'refused'; readonly code: 'too-large-for-psd' }
  /** Steps are not on the disk, so the file waits too. */
  | { readonly kind: 'steps-wait' }
  | { readonly kind: 'away' };

export type FlattenOutcome =
  | {
      readonly kind: 'made';
      readonly png: Blob;
      readonly width: number;
      readonly height: number;
      readonly origins: readonly Origin[];
    }
  /** More bytes than are taken, or a disk that took none. */
  | Exclude<FlatAnswer, { kind: 'kept' }>
  | { readonly kind: 'away' };

/** What came of a file with layers that the desktop keeps for an export. */
export type LayeredOutcome = FlatAnswer | { readonly kind: 'away' };

export type ToEngine =
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'open'; readonly documentId: string; readonly start: DocumentStart }
  | { readonly kind: 'close' }
  | { readonly kind: 'view'; readonly view: EngineView }
  | { readonly kind: 'active'; readonly layer: LayerId | null }
  | { readonly kind: 'command'; readonly command: EditorCommand }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'jump'; readonly position: number }
  | {
      readonly kind: 'add-picture';
      readonly sha256: string;
      readonly layerName: string;
      readonly origins: readonly Origin[];
      /** Where its corner comes to. */
      readonly at: Point;
    }
  | { readonly kind: 'stroke-begin'; readonly stroke: StrokeStart }
  | { readonly kind: 'stroke-add'; readonly samples: readonly StrokeSample[] }
  | { readonly kind: 'stroke-end' }
  | { readonly kind: 'stroke-cancel' }
  | { readonly kind: 'preview-move'; readonly layers: readonly LayerId[]; readonly by: Point | null }
  /** Layers shown as the command would leave them; null puts them back. */
  | {
      readonly kind: 'preview-transform';
      readonly layers: readonly LayerId[];
      readonly matrix: Matrix | null;
    }
  /** Layers shown with other values, without a step; null puts them back. */
  | {
      readonly kind: 'preview-values';
      readonly layers: readonly LayerId[];
      readonly patch: { readonly opacity: number } | null;
    }
  | { readonly kind: 'pick'; readonly at: Point }
  /** Asks for the selected pixels of a layer, as a picture. */
  | { readonly kind: 'copy'; readonly layer: LayerId }
  /** Asks where the pixels of layers are. */
  | { readonly kind: 'bounds'; readonly layers: readonly LayerId[] }
  /** Asks how much of a rect of the document is selected. */
  | { readonly kind: 'coverage'; readonly rect: Rect }
  /** Lays a film over what is selected, so that it is seen as a mask; null takes it away. */
  | { readonly kind: 'film'; readonly colour: Colour | null; readonly opacity: number }
  | { readonly kind: 'save'; readonly wish: FileWish }
  /** Asks for the pixels and the mask of a frame, as a run sends them. */
  | { readonly kind: 'take-frame'; readonly wish: FrameWish }
  /** Shows a picture of a run as it would be in the document, without a step; null shows none. */
  | { readonly kind: 'stage'; readonly picture: StagedPicture | null; readonly view: StageView }
  | { readonly kind: 'accept-staged'; readonly request: number; readonly wish: AcceptWish }
  /** Asks for everything as it is seen, as one picture that the desktop keeps for a while. */
  | { readonly kind: 'flatten'; readonly documentId: string }
  /** Asks for everything with its layers, as a file that the desktop keeps for a while. */
  | { readonly kind: 'layered'; readonly documentId: string; readonly format: LayeredFormat }
  /** A file of the person's, looked at whole before there is a document for it. */
  | { readonly kind: 'read-file'; readonly file: Blob };

export interface StrokeStart {
  readonly tool: PaintingTool;
  /** Null paints on the selection, with the mask brush alone. */
  readonly layer: LayerId | null;
  readonly brush: BrushSettings;
  readonly colour: Colour;
  /** For the mask brush: whether it hides instead of showing. */
  readonly hides: boolean;
  readonly first: StrokeSample;
  /** The stroke is a straight line from here. */
  readonly from: Point | null;
}

export interface HistoryEntry {
  readonly position: number;
  /** A `StepLabel`, or one of another version. */
  readonly label: string;
}

/** Why there is no room for anything new: the disk takes nothing for now, or memory is full. */
export type RoomRefusal = 'not-kept' | 'memory-full';

/** Why a document could not be opened, or is shown no more. */
export type EngineFailure =
  | 'not-reachable'
  | 'damaged'
  | 'too-large'
  | 'picture-missing'
  | 'file-missing'
  | 'file-unreadable'
  /** Another window has gone on with it; what was done here since is not kept. */
  | 'changed-elsewhere'
  | 'lost';

export type FromEngine =
  | {
      readonly kind: 'document';
      readonly document: DocumentRecord;
      readonly history: readonly HistoryEntry[];
      readonly position: number;
      /** Lines around what is selected, in the document; null when nothing is. */
      readonly selection: readonly (readonly Point[])[] | null;
    }
  /** `saved` only when the desktop's disk has every step. */
  | {
      readonly kind: 'saving';
      readonly state: 'saved' | 'saving' | 'not-saved';
      /** Of the last step on the disk. */
      readonly sequence: number;
    }
  /** It can be opened now. */
  | { readonly kind: 'file-read'; readonly facts: FileFacts }
  | { readonly kind: 'file-refused'; readonly code: FileRefusal | 'unreadable' }
  | { readonly kind: 'file-opened'; readonly documentId: string; readonly facts: FileFacts }
  /** What came of a save of the person's file. */
  | {
      readonly kind: 'file';
      readonly documentId: string;
      readonly sequence: number;
      readonly outcome: SaveOutcome;
    }
  /** The end of what was kept is damaged, and the document is as it was before that: everything is in this copy. */
  | { readonly kind: 'cut'; readonly copy: string }
  | { readonly kind: 'flattened'; readonly documentId: string; readonly outcome: FlattenOutcome }
  | { readonly kind: 'layered'; readonly documentId: string; readonly outcome: LayeredOutcome }
  /** Small pictures by layer id, and by `id:mask`. */
  | { readonly kind: 'thumbnails'; readonly pictures: readonly { readonly of: string; readonly png: Blob }[] }
  | { readonly kind: 'frame-taken'; readonly request: number; readonly outcome: FrameOutcome }
  | { readonly kind: 'staged'; readonly pictureId: string; readonly outcome: StageOutcome }
  | { readonly kind: 'staged-accepted'; readonly request: number; readonly outcome: AcceptOutcome }
  | { readonly kind: 'picked'; readonly colour: Colour }
  | { readonly kind: 'bounds'; readonly layers: readonly LayerId[]; readonly rect: Rect }
  /** The share of the rect's pixels, 0 to 1. */
  | { readonly kind: 'coverage'; readonly rect: Rect; readonly share: number }
  /** Null when nothing of the layer is selected. */
  | { readonly kind: 'copied'; readonly png: Blob | null; readonly rect: Rect | null }
  | {
      readonly kind: 'refused';
      readonly why: CommandRefusal | StrokeRefusal | MergeRefusal | RoomRefusal | 'picture-missing';
    }
  | { readonly kind: 'failed'; readonly why: EngineFailure };
