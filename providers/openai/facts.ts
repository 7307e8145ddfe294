import type { Model, Quality } from '../../shared/operations/index.ts';
import { OPENAI_RATES, type TokenRates } from './cost.ts';
import type { WireScheme } from './sizes.ts';

export type WireQuality = NonNullable<Model['wireQuality']>[Quality];

/** What the adapter has to know of a model, from its row in the catalogue. What is absent goes by the model's name. */
export interface OpenAiFacts extends TokenRates {
  readonly size?: WireScheme;
  readonly quality?: Readonly<Record<Quality, WireQuality>>;
  /** Sent along with pictures; absent where the model does not take it. */
  readonly inputFidelity?: 'low' | 'high';
}

export const QUALITY_WORDS: Readonly<Record<Quality, WireQuality>> = {
  standard: 'medium',
  hd: 'high',
  '4k': 'high',
};

/** The catalogue's row, as far as the wire asks for it. */
export function openAiFacts(model: Model): OpenAiFacts {
  const { price, wireQuality, inputFidelity } = model;
  const size = sizeOf(model);
  return {
    ...(price.kind === 'tokens' ? price.perMillion : OPENAI_RATES),
    ...(size === null ? {} : { size }),
    ...(wireQuality === undefined ? {} : { quality: wireQuality }),
    ...(inputFidelity === undefined ? {} : { inputFidelity }),
  };
}

function sizeOf({ sizes, freeSize }: Model): WireScheme | null {
  if (freeSize !== undefined) return { kind: 'free', ...freeSize };
  if (sizes === undefined) return null;
  const pairs = sizes.map((size): readonly [number, number] => {
    const [width, height] = size.split('x').map(Number);
    return [width ?? 0, height ?? 0];
  });
  return { kind: 'list', sizes: pairs };
}
