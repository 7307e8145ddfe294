import type { submitGeneration } from '../../bridge/index.ts';
import { formatNumber, say } from '../../text/index.ts';

type Refusal = Extract<Awaited<ReturnType<typeof submitGeneration>>, { kind: 'refusal' }>['refusal'];

/** Why Generate was refused and what to do, in the form's own place. Nothing was sent and nothing was spent. */
export function refusalWords(refusal: Refusal): { readonly title: string; readonly text: string } {
  switch (refusal.code) {
    case 'PROMPT_TOO_LONG':
      return {
        title: say('studio:refusal.PROMPT_TOO_LONG.title'),
        text: say('studio:refusal.PROMPT_TOO_LONG.text', {
          chars: formatNumber(refusal.data.chars),
          maxChars: formatNumber(refusal.data.maxChars),
        }),
      };
    case 'MODEL_CANNOT':
      return {
        title: say('studio:refusal.MODEL_CANNOT.title'),
        text: say(`studio:refusal.MODEL_CANNOT.${refusal.data.field}`),
      };
    case 'QUEUE_FULL':
      return {
        title: say('studio:refusal.QUEUE_FULL.title'),
        text: say('studio:refusal.QUEUE_FULL.text', { max: refusal.data.max }),
      };
    default:
      return {
        title: say(`studio:refusal.${refusal.code}.title`),
        text: say(`studio:refusal.${refusal.code}.text`),
      };
  }
}
