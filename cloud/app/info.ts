import type { Clock } from '../../shared/kernel/index.ts';
import { PICTURE_LIMITS, UPLOAD_LIMITS } from '../objects/index.ts';
import { words } from '../pages/index.ts';
import type { Legal } from '../platform/legal.ts';
import type { IdentityProvider } from '../sign-in/index.ts';
import { wire } from '../wire/index.ts';
import type { CloudConfig } from './config.ts';

export interface InfoParts {
  readonly config: CloudConfig;
  readonly legal: Legal;
  readonly providers: readonly IdentityProvider[];
  readonly clock: Clock;
}

/** What the service says of itself to anybody who asks. */
export function infoProcedure({ config, legal, providers, clock }: InfoParts) {
  const issuer = config.publicUrl.origin;
  return wire.service.info.handler(() => ({
    name: words('name'),
    issuer,
    resource: `${issuer}/v1`,
    methods: ['email' as const, ...providers.map(({ method }) => method)],
    guests: config.guests,
    terms: legal.terms,
    privacy: legal.privacy,
    minimumAge: { general: legal.minimumAge.general, byCountry: { ...legal.minimumAge.byCountry } },
    limits: {
      uploadBytes: UPLOAD_LIMITS.bytes,
      uploadPixels: UPLOAD_LIMITS.pixels,
      pictureBytes: PICTURE_LIMITS.bytes,
    },
    nowMs: clock.now(),
  }));
}
