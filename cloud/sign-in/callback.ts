import { Hono } from 'hono';
import { saying, words } from '../pages/index.ts';
import { isLinkId } from './link-pages.ts';
import type { Env, SignInParts } from './parts.ts';

/**
 * The one address that Google and GitHub know. It only finds out whose answer this is and leads on to where that browser's
 * cookie is sent; nothing is taken from the answer here.
 */
export function callbackPage({ book }: SignInParts): Hono<Env> {
  return new Hono<Env>().get('/sign-in/callback/:method', async (c) => {
    const id = await book.byState(c.req.query('state') ?? '');
    if (id === null) return c.html(saying(words('trouble.expired'), words('trouble.expiredText')), 410);
    const { search } = new URL(c.req.url);
    return c.redirect(`${isLinkId(id) ? '/link/done' : `/sign-in/${id}`}/back${search}`, 303);
  });
}
