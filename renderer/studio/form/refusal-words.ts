import type { submitGeneration } from '../../bridge/index.ts';
import { formatDollars, formatNumber, say } from '../../text/index.ts';

type Refusal = Extract<Awaited<ReturnType<typeof submitGeneration>>, { kind: 'refusal' }>['refusal'];

/** What a press of Generate met. */
export interface Problem {
  readonly title: string;
  readonly text: string;
  /** A cap was met: what it has room for, in millionths of a dollar. */
  readonly roomMicros?: number;
}

/** Why Generate was refused and what to do, in the form's own place. Nothing was sent and nothing was spent. */
export function refusalWords(refusal: Refusal): Problem {
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
    case 'RUN_CAP':
      return {
        title: say('studio:refusal.RUN_CAP.title'),
        text: say('studio:refusal.RUN_CAP.text', {
          cap: formatDollars(refusal.data.capMicros),
          run: formatDollars(refusal.data.runMicros),
        }),
        roomMicros: refusal.data.capMicros,
      };
    case 'MONTH_CAP':
      return {
        title: say('studio:refusal.MONTH_CAP.title'),
        text: say('studio:refusal.MONTH_CAP.text', {
          cap: formatDollars(refusal.data.capMicros),
          spent: formatDollars(refusal.data.spentMicros),
          run: formatDollars(refusal.data.runMicros),
        }),
        roomMicros: refusal.data.capMicros - refusal.data.spentMicros,
      };
    default:
      return {
        title: say(`studio:refusal.${refusal.code}.title`),
        text: say(`studio:refusal.${refusal.code}.text`),
      };
  }
}
