import type { FrameAnswer, GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { FRAME_ACT_FACTS } from '../../../shared/frame/index.ts';
import { type FaultWords, faultWords, outageWords, readFault, sendFrame } from '../../bridge/index.ts';
import type { FrameOutcome } from '../../engine/protocol/index.ts';
import { say } from '../../text/index.ts';
import { tell } from '../editor/editor-link.ts';
import { useEditor } from '../editor/editor-store.ts';
import { askForFrame } from '../editor/engine-answers.ts';
import { useFrame } from './frame-store.ts';

export type TakenInput =
  | { readonly kind: 'input'; readonly input: GenerationInput }
  | { readonly kind: 'problem'; readonly problem: FaultWords };

/**
 * The input with what it needs of the document taken: the pixels and the mask of its window are on the desktop's disk from
 * here on, however the document is painted on. A run that is asked for again has them already.
 */
export async function takePlace(input: GenerationInput): Promise<TakenInput> {
  const { place } = input;
  if (place === null || place.frameId !== null || FRAME_ACT_FACTS[place.act].sends === 'nothing')
    return { kind: 'input', input };
  const { id, document } = useEditor.getState();
  if (document === null || id !== place.documentId) return refused('away');
  const outcome = await askForFrame(tell, {
    act: place.act,
    frame: place.frame,
    window: place.window,
    layer: place.layerId as Parameters<typeof askForFrame>[1]['layer'],
    feather: useFrame.getState().feather,
  });
  if (outcome.kind === 'refused') return refused(outcome.why);
  const kept = await sendFrame(outcome.original, outcome.mask).catch(
    (error: unknown): FrameFault => ({ kind: 'fault', error }),
  );
  if (kept.kind !== 'kept') return { kind: 'problem', problem: wordsFor(kept) };
  return { kind: 'input', input: { ...input, place: { ...place, frameId: kept.frameId } } };
}

interface FrameFault {
  readonly kind: 'fault';
  readonly error: unknown;
}

function wordsFor(answer: Exclude<FrameAnswer, { kind: 'kept' }> | FrameFault): FaultWords {
  switch (answer.kind) {
    case 'fault':
      return faultWords(readFault(answer.error));
    case 'outage':
      return answer.outage === null ? notTaken('away') : outageWords(answer.outage);
    default:
      return notTaken(answer.kind === 'refused' ? answer.code : 'away');
  }
}

type NotTaken = Extract<FrameOutcome, { kind: 'refused' }>['why'] | 'malformed' | 'too-large';

function notTaken(why: NotTaken): FaultWords {
  return { title: say(`in-place:notTaken.${why}.title`), text: say(`in-place:notTaken.${why}.text`) };
}

function refused(why: NotTaken): TakenInput {
  return { kind: 'problem', problem: notTaken(why) };
}
