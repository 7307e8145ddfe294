import type { Cost } from '../contract/index.ts';
import type { WireUsage } from './answers.ts';

/** Dollars for a million tokens, which is the same number as millionths of a dollar for one. */
export interface TokenRates {
  readonly textIn: number;
  readonly imageIn: number;
  readonly imageOut: number;
}

/** All live image models quote the same; the catalogue may say otherwise without a release. */
export const OPENAI_RATES: TokenRates = { textIn: 5, imageIn: 8, imageOut: 30 };

/** The bill as the provider's own counts give it; null where it did not count, for a guess is no cost. */
export function costOf(usage: WireUsage | null, rates: TokenRates): Cost | null {
  if (usage === null) return null;
  const imageIn = usage.input_tokens_details?.image_tokens ?? 0;
  const textIn = usage.input_tokens_details?.text_tokens ?? Math.max(0, usage.input_tokens - imageIn);
  const micros = textIn * rates.textIn + imageIn * rates.imageIn + usage.output_tokens * rates.imageOut;
  return {
    kind: 'money',
    currency: 'USD',
    micros: Math.ceil(micros),
    usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens },
  };
}
