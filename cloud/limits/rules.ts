import type { Rule } from './limits.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How often what may be done. "Network" is a /24 of IPv4 or a /64 of IPv6: what one household or office has. */
export const RULES = {
  /** Codes sent to one mailbox: more would be a way to fill somebody's. */
  codesPerAddress: { name: 'codes-address', count: 5, windowMs: 15 * MINUTE_MS },
  codesPerAddressDay: { name: 'codes-address-day', count: 20, windowMs: DAY_MS },
  codesPerNetwork: { name: 'codes-network', count: 60, windowMs: HOUR_MS },
  /** Tries at the codes of one mailbox, over all that are sent to it: five each must not become five hundred. */
  guessesPerAddress: { name: 'guesses-address', count: 30, windowMs: DAY_MS },
  /** An office with many people signs in behind one network; a machine that tries addresses does so by the thousand. */
  signInsPerNetwork: { name: 'sign-ins-network', count: 300, windowMs: HOUR_MS },
  /** Requests to be let in: each is a row for an hour, and anybody may make one. */
  asksPerNetwork: { name: 'asks-network', count: 600, windowMs: HOUR_MS },
  guestsPerNetwork: { name: 'guests-network', count: 10, windowMs: DAY_MS },
  guestsPerInstall: { name: 'guests-install', count: 3, windowMs: DAY_MS },
  tokensPerNetwork: { name: 'tokens-network', count: 1_200, windowMs: 10 * MINUTE_MS },
  callsPerAccount: { name: 'calls-account', count: 600, windowMs: MINUTE_MS },
  callsPerNetwork: { name: 'calls-network', count: 3_000, windowMs: MINUTE_MS },
  uploadsPerAccount: { name: 'uploads-account', count: 500, windowMs: HOUR_MS },
} as const satisfies Readonly<Record<string, Rule>>;
