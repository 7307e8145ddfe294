import type {
  Command,
  CommandContext,
  CommandOutcome,
  GuideCommand,
  LayerCommand,
  MaskCommand,
  PixelsCommand,
} from './command.ts';
import { runGuideCommand } from './guides.ts';
import { changed, offsetLayers, runLayerCommand } from './layers.ts';
import { type LiftCommand, runLiftCommand } from './lift.ts';
import { runMaskCommand } from './masks.ts';
import { runPageCommand } from './page.ts';
import { runPixelsCommand } from './pixels.ts';
import { runSelectionCommand } from './selections.ts';

export type { Command, CommandContext, CommandOutcome, CommandRefusal, PatchLabel } from './command.ts';
export { isLocked } from './command.ts';

const LAYERS: ReadonlySet<string> = new Set<LayerCommand['kind']>([
  'add-layer',
  'add-group',
  'remove-layers',
  'duplicate-layer',
  'move-layer',
  'patch-layer',
  'patch-layers',
  'ungroup-layers',
  'group-layers',
  'offset-layers',
]);
const MASKS: ReadonlySet<string> = new Set<MaskCommand['kind']>([
  'add-mask',
  'delete-mask',
  'apply-mask',
  'patch-mask',
]);
const PIXELS: ReadonlySet<string> = new Set<PixelsCommand['kind']>([
  'fill-selection',
  'clear-pixels',
  'paste-pixels',
  'transform-layers',
]);

export { changed, offsetLayers };

const GUIDES: ReadonlySet<string> = new Set<GuideCommand['kind']>(['add-guide', 'clear-guides']);
const LIFTS: ReadonlySet<string> = new Set<LiftCommand['kind']>(['copy-to-layer', 'cut-to-layer']);

/** One step from one command, or why not. Nothing happens until the step is pushed; one that is not must be dropped. */
export function runCommand(context: CommandContext, command: Command): CommandOutcome {
  if (isOf<LayerCommand>(command, LAYERS)) return runLayerCommand(context, command);
  if (isOf<MaskCommand>(command, MASKS)) return runMaskCommand(context, command);
  if (isOf<PixelsCommand>(command, PIXELS)) return runPixelsCommand(context, command);
  if (isOf<LiftCommand>(command, LIFTS)) return runLiftCommand(context, command);
  if (command.kind === 'crop-page') return runPageCommand(context, command);
  if (isOf<GuideCommand>(command, GUIDES)) return runGuideCommand(context, command);
  return runSelectionCommand(context, command);
}

function isOf<Some extends Command>(command: Command, kinds: ReadonlySet<string>): command is Some {
  return kinds.has(command.kind);
}
