import { Hono } from 'hono';
import { callbackPage } from './callback.ts';
import { desktopPages } from './desktop-pages.ts';
import { linkPages } from './link-pages.ts';
import { ownForms } from './own-forms.ts';
import type { Env, SignInParts } from './parts.ts';
import { plainPages } from './plain-pages.ts';

export { createGitHub } from './github.ts';
export { createGoogle } from './google.ts';
export type { IdentityProvider } from './identity-provider.ts';
export type { Env, SignInParts } from './parts.ts';
export { createProgressBook, type ProgressBook } from './progress.ts';

/** Every page of signing in. The callback stands before the pages of one sign-in, whose id it would else be taken for. */
export function signInPages(parts: SignInParts, cookieKey: string): Hono<Env> {
  return new Hono<Env>()
    .use(ownForms(parts.issuer))
    .route('/', plainPages(parts))
    .route('/', callbackPage(parts))
    .route('/', linkPages(parts, cookieKey))
    .route('/', desktopPages(parts));
}
