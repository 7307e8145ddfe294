import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import type { Model } from '../../../shared/operations/index.ts';
import { quoteOf } from './live-quote.ts';

/** The most pictures, fewer than are asked for now, that cost no more than there is room for. Null: not even one. */
export function fittingCount(model: Model, input: GenerationInput, roomMicros: number): number | null {
  for (let count = input.count - 1; count >= 1; count--) {
    const { quote } = quoteOf(model, { ...input, count });
    if (quote.kind === 'estimate' && quote.micros <= roomMicros) return count;
  }
  return null;
}
