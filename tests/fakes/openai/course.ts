/** How one call to the double goes. Scripted courses are used up in order; then it delivers. */
export type Course =
  | { readonly kind: 'deliver' }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly error: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A stream that begins well and ends with an error event. */
  | { readonly kind: 'stream-error'; readonly error: Readonly<Record<string, unknown>> }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'truncated-json' }
  | { readonly kind: 'half-base64' }
  | { readonly kind: 'no-data' }
  | { readonly kind: 'fewer'; readonly count: number }
  | { readonly kind: 'no-usage' }
  /** Sends the answer a little at a time. */
  | { readonly kind: 'drip'; readonly chunkBytes: number }
  /** Sends the client elsewhere. */
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 307 | 308; readonly location: string }
  /** Announces a length it never reaches, a byte a second. */
  | { readonly kind: 'announced'; readonly sizeBytes: number }
  /** A byte a second, without an end. */
  | { readonly kind: 'trickle' }
  /** A picture itself where a message is due. */
  | { readonly kind: 'other-type' }
  /** Points to the picture; null means on this server. */
  | { readonly kind: 'link'; readonly url: string | null }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'never' };

const envelope = (
  status: number,
  type: string,
  code: string | null,
  message: string,
  more: object = {},
): Course => ({
  kind: 'error',
  status,
  error: { message, type, param: null, code, ...more },
});

/** The service's own words, as they were seen; see the facts the adapter was built from. */
export const ERRORS = {
  badKey: envelope(
    401,
    'invalid_request_error',
    'invalid_api_key',
    'Incorrect API key provided: sk-do***key.',
  ),
  unverified: (status: 400 | 403 | 404) =>
    envelope(
      status,
      'invalid_request_error',
      null,
      'Your organization must be verified to use the model `gpt-image-2`.',
    ),
  quota: envelope(429, 'insufficient_quota', 'insufficient_quota', 'You exceeded your current quota.'),
  billingLimit: envelope(
    400,
    'invalid_request_error',
    'billing_hard_limit_reached',
    'Billing hard limit has been reached.',
  ),
  rateLimit: (retryAfterSeconds: number): Course => ({
    kind: 'error',
    status: 429,
    error: {
      message: 'Rate limit reached.',
      type: 'rate_limit_error',
      param: null,
      code: 'rate_limit_exceeded',
    },
    headers: { 'retry-after': String(retryAfterSeconds) },
  }),
  moderation: (stage: 'input' | 'output', categories: readonly string[]) =>
    envelope(
      400,
      'image_generation_user_error',
      'moderation_blocked',
      'Your request was rejected by the safety system.',
      {
        moderation_details: { moderation_stage: stage, categories },
      },
    ),
  unknownModel: envelope(
    404,
    'invalid_request_error',
    'model_not_found',
    'The model `gpt-image-0` does not exist.',
  ),
  server: envelope(500, 'server_error', null, 'The server had an error while processing your request.'),
} as const;
