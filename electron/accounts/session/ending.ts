import type { AccountState } from '../../../shared/contracts/desktop/index.ts';

export type Ending = NonNullable<Extract<AccountState['session'], { kind: 'out' }>['why']>;

/** What the cloud may say of a token that it takes no more. */
const SAID: readonly Ending[] = ['reused', 'closed', 'expired', 'elsewhere'];

/** A refresh token that was not used for this long has ended by itself, with a day for clocks that differ. */
const LASTS_MS = 89 * 86_400_000;

/** Why a session is over, as best it is known here. */
export function endingOf(description: string | null, ageMs: number): Ending {
  const said = SAID.find((ending) => ending === description);
  if (said !== undefined) return said;
  return ageMs > LASTS_MS ? 'expired' : 'elsewhere';
}
