import { unreachable } from '../kernel/index.ts';
import type { Model } from './model.ts';
import type { Operation, Quality } from './operation.ts';
import type { PixelSize } from './pixel-size.ts';

/** What a run will cost, said before it starts. Whole credits, or millionths of a dollar. */
export type Quote =
  | { readonly kind: 'free' }
  | { readonly kind: 'credits'; readonly credits: number }
  /** The provider's own bill, reckoned from its published rates: "about". */
  | { readonly kind: 'estimate'; readonly currency: 'USD'; readonly micros: number }
  /** A server of the person's own publishes no price. */
  | { readonly kind: 'unknown' };

export interface PricedInput {
  readonly quality: Quality;
  readonly count: number;
  readonly seconds: number;
  readonly size: PixelSize;
  readonly promptChars: number;
  /** Pictures that go along; each is read anew for every picture made. */
  readonly references: number;
}

/** Credits for Gesso Cloud by the operation's rule. */
export function creditPrice(
  operation: Operation,
  input: Pick<PricedInput, 'quality' | 'count' | 'seconds'>,
): number {
  const rule = operation.price;
  switch (rule.kind) {
    case 'per-picture-by-quality':
      return rule.credits[input.quality] * input.count;
    case 'per-result':
      return rule.credits * input.count;
    case 'per-second':
      return rule.credits * Math.ceil(input.seconds / rule.perSeconds);
    default:
      return unreachable(rule);
  }
}

/** English prompts run at about four characters a token, others at fewer: three errs on the dear side. */
const CHARS_PER_TOKEN = 3;

/** A single picture shows itself twice on its way; several are made together, and none of them does. */
export const ROUGH_VERSIONS = 2;

/** What the person's own provider account will be charged, or nothing in the sandbox. */
export function quoteModel(model: Model, input: Omit<PricedInput, 'seconds'>): Quote {
  const price = model.price;
  switch (price.kind) {
    case 'free':
      return { kind: 'free' };
    case 'unknown':
      return { kind: 'unknown' };
    case 'tokens': {
      const imageTokens = tokensOfPicture(price.outputTokens, input) * input.count;
      const textTokens = (input.promptChars / CHARS_PER_TOKEN) * input.count;
      const pictureTokens = (price.inputTokensPerPicture ?? 0) * input.references * input.count;
      const roughTokens = input.count === 1 ? (price.outputTokensPerRoughVersion ?? 0) * ROUGH_VERSIONS : 0;
      // Dollars per million tokens are the same number as micro-dollars per token.
      const micros =
        (imageTokens + roughTokens) * price.perMillion.imageOut +
        textTokens * price.perMillion.textIn +
        pictureTokens * price.perMillion.imageIn;
      return { kind: 'estimate', currency: price.currency, micros: Math.ceil(micros) };
    }
    default:
      return unreachable(price);
  }
}

type OutputTokens = Extract<Model['price'], { kind: 'tokens' }>['outputTokens'];

function tokensOfPicture(
  rule: OutputTokens,
  { quality, size: { width, height } }: Pick<PricedInput, 'quality' | 'size'>,
): number {
  if (rule.by === 'megapixel') return (rule.tokens[quality] * width * height) / 1_048_576;
  const long = rule.cells[quality];
  const short = Math.round((long * Math.min(width, height)) / Math.max(width, height));
  return Math.ceil((long * short * (2_000_000 + width * height)) / 4_000_000);
}
