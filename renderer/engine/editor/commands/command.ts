import type {
  DocumentRecord,
  Guide,
  LayerId,
  LayerPatch,
  MaskRecord,
  PixelsId,
  Place,
} from '../../../../shared/document/index.ts';
import { isWithin } from '../../../../shared/document/index.ts';
import type { Matrix, Rect } from '../../../../shared/geometry/index.ts';
import type { Combine, Shape } from '../../selection/index.ts';
import type { TileStore } from '../../tiles/index.ts';
import type { TransformRefusal } from '../../transform/index.ts';
import type { Step } from '../../undo/index.ts';
import type { EditorState } from '../state.ts';
import type { LiftCommand } from './lift.ts';
import type { PageCommand } from './page.ts';

export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** What a layer says of itself, beside its pixels. */
export type ValuesPatch = Omit<LayerPatch, 'mask' | 'pixels' | 'offset'>;

/** What a step is called that changed it. */
export type PatchLabel =
  | 'rename-layer'
  | 'layer-blend'
  | 'layer-opacity'
  | 'show-layer'
  | 'hide-layer'
  | 'lock-layer'
  | 'unlock-layer'
  | 'clip-layer'
  | 'release-layer'
  | 'patch-layer';

export type LayerCommand =
  | {
      readonly kind: 'add-layer' | 'add-group';
      readonly id: LayerId;
      readonly name: string;
      readonly place: Place;
    }
  | { readonly kind: 'remove-layers'; readonly ids: readonly LayerId[] }
  /** The copy, and what is in it, get names from `newId`; it stands above the layer. */
  | { readonly kind: 'duplicate-layer'; readonly id: LayerId; readonly name: string }
  | { readonly kind: 'move-layer'; readonly id: LayerId; readonly place: Place }
  | {
      readonly kind: 'patch-layer';
      readonly id: LayerId;
      readonly patch: ValuesPatch;
    }
  /** Several layers in one step, each as it is told. */
  | {
      readonly kind: 'patch-layers';
      readonly changes: readonly {
        readonly id: LayerId;
        readonly patch: ValuesPatch;
      }[];
    }
  /** What is in the groups stands in their place; what was only the group's own is gone with it. */
  | { readonly kind: 'ungroup-layers'; readonly ids: readonly LayerId[] }
  | {
      readonly kind: 'group-layers';
      readonly id: LayerId;
      readonly name: string;
      readonly ids: readonly LayerId[];
    }
  /** Its mask and, of a group, everything in it go along. */
  | {
      readonly kind: 'offset-layers';
      readonly ids: readonly LayerId[];
      readonly dx: number;
      readonly dy: number;
    };

export type MaskCommand =
  | { readonly kind: 'add-mask'; readonly id: LayerId; readonly from: 'show' | 'hide' | 'selection' }
  | { readonly kind: 'delete-mask' | 'apply-mask'; readonly id: LayerId }
  | {
      readonly kind: 'patch-mask';
      readonly id: LayerId;
      readonly patch: Partial<Pick<MaskRecord, 'enabled' | 'offset'>>;
    };

export type PixelsCommand =
  | { readonly kind: 'fill-selection'; readonly id: LayerId; readonly colour: Colour }
  | { readonly kind: 'clear-pixels'; readonly id: LayerId }
  /** Straight RGBA of the rect, row by row, in the document's space. */
  | {
      readonly kind: 'paste-pixels';
      readonly id: LayerId;
      readonly name: string;
      readonly place: Place;
      readonly rect: Rect;
      readonly bytes: Uint8Array;
    }
  /** Several at once, their masks and, of groups, everything in them. */
  | { readonly kind: 'transform-layers'; readonly ids: readonly LayerId[]; readonly matrix: Matrix };

export type SelectionCommand =
  | { readonly kind: 'select-shape'; readonly shape: Shape; readonly how: Combine }
  | {
      readonly kind: 'select-layer';
      readonly id: LayerId;
      readonly part: 'pixels' | 'mask';
      readonly how: Combine;
    }
  | { readonly kind: 'select-all' | 'select-none' | 'invert-selection' }
  | {
      readonly kind: 'grow-selection' | 'shrink-selection' | 'feather-selection' | 'border-selection';
      readonly radius: number;
    };

export type GuideCommand =
  | { readonly kind: 'add-guide'; readonly guide: Guide }
  | { readonly kind: 'clear-guides' };

export type Command =
  | LayerCommand
  | MaskCommand
  | PixelsCommand
  | SelectionCommand
  | LiftCommand
  | PageCommand
  | GuideCommand;

export type CommandRefusal =
  | 'no-such-layer'
  | 'layer-locked'
  | 'not-raster'
  | 'no-mask'
  | 'no-selection'
  /** The layer has no pixels where the selection is. */
  | 'nothing-selected'
  | TransformRefusal
  | 'too-many-layers'
  | 'nested-too-deep'
  | 'too-many-guides'
  | 'guide-too-far'
  /** Farther away than a layer may be, or with a name or number that none may have. */
  | 'out-of-bounds';

export type CommandOutcome =
  | { readonly kind: 'step'; readonly step: Step }
  /** It would change nothing, and undo is not filled with that. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly code: CommandRefusal };

export interface CommandContext {
  readonly store: TileStore;
  readonly state: EditorState;
  /** Names of new pixels and copied layers: never the same twice in the life of a document. */
  readonly newId: () => string;
}

export function refuse(code: CommandRefusal): CommandOutcome {
  return { kind: 'refused', code };
}

export function newPixels({ newId }: CommandContext): PixelsId {
  return newId() as PixelsId;
}

export function pageOf({ width, height }: DocumentRecord): Rect {
  return { x: 0, y: 0, width, height };
}

/** The layer itself or a group around it is locked. */
export function isLocked(document: DocumentRecord, id: LayerId): boolean {
  return Object.values(document.layers).some(
    (one) => one.locked && (one.id === id || (one.kind === 'group' && isWithin(document, id, one.id))),
  );
}
