import type { AccountState } from '../../../shared/contracts/desktop/index.ts';

type MinimumAge = NonNullable<AccountState['service']>['minimumAge'];

/** The least age where a person lives: the country's own, or else the general one. */
export function minimumAgeIn(country: string, { general, byCountry }: MinimumAge): number {
  return Object.hasOwn(byCountry, country) ? (byCountry[country] ?? general) : general;
}
