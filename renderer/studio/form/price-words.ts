import type { Job } from '../../../shared/contracts/desktop/index.ts';
import { formatDollars, say } from '../../text/index.ts';

export type Quote = Job['quote'];

/** The price as it stands on a button: "Free", "16 credits", "about $0.17", "price not known". */
export function priceWords(quote: Quote): string {
  switch (quote.kind) {
    case 'free':
      return say('common:price.free');
    case 'credits':
      return say('common:price.credits', { count: quote.credits });
    case 'estimate':
      return say('common:price.about', { amount: formatDollars(quote.micros) });
    case 'unknown':
      return say('common:price.unknown');
  }
}

/** As short as a bar allows: "free", "16 cr", "$0.17", "not known". */
export function shortPriceWords(quote: Quote): string {
  switch (quote.kind) {
    case 'free':
      return say('common:price.freeShort');
    case 'credits':
      return say('common:price.creditsShort', { count: quote.credits });
    case 'estimate':
      return formatDollars(quote.micros);
    case 'unknown':
      return say('common:price.unknownShort');
  }
}
