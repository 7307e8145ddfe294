import { z } from 'zod';
import { open, timeMs } from './common.ts';

export const SIGN_IN_METHODS = ['email', 'google', 'github'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** A legal text in force. A new version is a material change: it is asked for again. */
const legalText = z.strictObject({ version: z.string().max(20), inForceSinceMs: timeMs });

const serviceInfo = z.strictObject({
  name: z.string().max(60),
  issuer: z.url().max(300),
  /** What a token must be asked for: the `resource` of RFC 8707. */
  resource: z.url().max(300),
  /** Google and GitHub only where the service has been given their client ids. */
  methods: z.array(z.enum(SIGN_IN_METHODS)).max(3),
  guests: z.boolean(),
  terms: legalText,
  privacy: legalText,
  /** The least age by country (ISO 3166), where it is not the general one. */
  minimumAge: z.strictObject({ general: z.int(), byCountry: z.record(z.string().length(2), z.int()) }),
  limits: z.strictObject({ uploadBytes: z.int(), uploadPixels: z.int(), pictureBytes: z.int() }),
  /** The service's clock, so that a desktop can tell how far its own is off. */
  nowMs: timeMs,
});
export type ServiceInfo = z.infer<typeof serviceInfo>;

export const service = {
  info: open
    .route({ method: 'GET', path: '/info', summary: 'What this service offers, and under which terms' })
    .output(serviceInfo),
};
