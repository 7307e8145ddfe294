import type { ServerResponse } from 'node:http';
import type { MiddlewareHandler } from 'hono';

/**
 * The pages' policy: no script at all, nothing from elsewhere. Forms may lead on to the desktop on this computer and to those
 * who say who somebody is, because a browser holds the redirect after a form against this list.
 */
export function pagePolicy(formTargets: readonly string[]): string {
  return policyWith(["'self'", 'http://127.0.0.1:*', ...formTargets].join(' '));
}

function policyWith(formTargets: string): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `form-action ${formTargets}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For what the authorization server says itself: trouble in words, and no forms. */
export const OWN_PAGE_POLICY = policyWith("'none'");

const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

const ONLY_HTTPS = ['Strict-Transport-Security', 'max-age=31536000; includeSubDomains'] as const;

export function commonHeaders(policy: string, https: boolean): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(COMMON_HEADERS)) c.header(name, value);
    if (https) c.header(...ONLY_HTTPS);
    if ((c.res.headers.get('Content-Type') ?? '').startsWith('text/html'))
      c.header('Content-Security-Policy', policy);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
  };
}

/** The same for an answer that another library makes, before it is made. */
export function setCommonHeaders(response: ServerResponse, policy: string, https: boolean): void {
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
  if (https) response.setHeader(...ONLY_HTTPS);
  response.setHeader('Content-Security-Policy', policy);
}
