import { GUIDES_MAX, placeGuides } from '../../../../shared/document/index.ts';
import { type CommandContext, type CommandOutcome, type GuideCommand, refuse } from './command.ts';
import { changed } from './layers.ts';

/** As far from the page as a layer may be. */
const PLACE_MAX = 1_000_000;

export function runGuideCommand(context: CommandContext, command: GuideCommand): CommandOutcome {
  const { document } = context.state;
  const { guides = [] } = document;
  if (command.kind === 'clear-guides') return changed(context, command.kind, placeGuides(document, []));
  const { orientation, position } = command.guide;
  if (!(Math.abs(position) <= PLACE_MAX)) return refuse('guide-too-far');
  if (guides.length >= GUIDES_MAX) return refuse('too-many-guides');
  if (guides.some((one) => one.orientation === orientation && one.position === position))
    return { kind: 'nothing' };
  return changed(context, command.kind, placeGuides(document, [...guides, { orientation, position }]));
}
