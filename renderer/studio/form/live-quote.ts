import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { quoteInput, sizeOfInput } from '../../../shared/frame/index.ts';
import type { Model } from '../../../shared/operations/index.ts';
import type { Quote } from './price-words.ts';

interface LiveQuote {
  readonly quote: Quote;
  readonly width: number;
  readonly height: number;
}

/**
 * The price by the same rule as the desktop's, so that it is on the button at once and never an older one. The desktop
 * reckons it again before anything is sent, and refuses what turned out dearer.
 */
export function quoteOf(model: Model, input: GenerationInput): LiveQuote {
  return { quote: quoteInput(model, input, input.prompt.length), ...sizeOfInput(model, input) };
}
