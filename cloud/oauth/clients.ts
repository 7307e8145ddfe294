/** Every install is a client of its own, so that a token that was copied ends one desktop and not all of a person's. */
const CLIENT_ID = /^desktop-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const GUEST_GRANT = 'urn:gesso:params:oauth:grant-type:guest';
export const SCOPE = 'openid offline_access api';

/**
 * What an install may do, by its name alone. Nothing is registered and nothing stored: every desktop is the same public
 * client but for its name, so a table of them would only be a way to fill our disk. The one place a code is sent to is the
 * computer the browser runs on.
 */
export function clientOf(clientId: string): Record<string, unknown> | undefined {
  if (!CLIENT_ID.test(clientId)) return undefined;
  return {
    client_id: clientId,
    client_name: 'Gesso',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token', GUEST_GRANT],
    response_types: ['code'],
    redirect_uris: ['http://127.0.0.1/callback'],
    id_token_signed_response_alg: 'ES256',
    scope: SCOPE,
  };
}
