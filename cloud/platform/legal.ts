import legal from '../../resources/legal/legal.json' with { type: 'json' };

/** The texts in force and the least ages, as data. */
export interface Legal {
  readonly terms: { readonly version: string; readonly inForceSinceMs: number };
  readonly privacy: { readonly version: string; readonly inForceSinceMs: number };
  readonly minimumAge: { readonly general: number; readonly byCountry: Readonly<Record<string, number>> };
}

export function readLegal(): Legal {
  const text = ({ version, inForceSince }: { version: string; inForceSince: string }) => ({
    version,
    inForceSinceMs: Date.parse(`${inForceSince}T00:00:00Z`),
  });
  return { terms: text(legal.terms), privacy: text(legal.privacy), minimumAge: legal.minimumAge };
}

/** How old a person has to be in a country, in years. */
export function leastAge({ minimumAge }: Legal, country: string): number {
  return minimumAge.byCountry[country] ?? minimumAge.general;
}
