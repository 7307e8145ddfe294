import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { wordsOf } from '../../../shared/frame/acts.ts';
import type { Model } from '../../../shared/operations/index.ts';
import { sizeOn } from '../../../shared/operations/pixel-size.ts';
import { quoteModel } from '../../../shared/operations/price.ts';
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
export function quoteOf(
  model: Model,
  { quality, aspect, count, prompt, references, place }: GenerationInput,
): LiveQuote {
  const size = place?.size ?? sizeOn(model, quality, aspect);
  const sent = references.length + (place === null || place.act === 'new-layer' ? 0 : 1);
  const asked = {
    quality,
    count,
    promptChars: place === null ? prompt.length : wordsOf(place.act, prompt).length,
    references: sent,
  };
  return { quote: quoteModel(model, { ...asked, size }), ...size };
}
