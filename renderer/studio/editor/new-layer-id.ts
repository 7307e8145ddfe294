import type { LayerId } from '../../../shared/document/index.ts';

/** Never the same twice: chance enough for every document there will be. */
export function newLayerId(): LayerId {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `w${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}` as LayerId;
}
