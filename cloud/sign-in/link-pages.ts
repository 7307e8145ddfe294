import { type Context, Hono } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { page, saying, words } from '../pages/index.ts';
import { outsideTrouble } from './desktop-pages.ts';
import { beginOutside, finishOutside } from './outside.ts';
import { type Env, METHOD_NAMES, type SignInParts } from './parts.ts';
import { NO_PROGRESS } from './progress.ts';

const COOKIE = 'gesso_link';
const COOKIE_S = 600;

/**
 * Adding Google or GitHub to an account. The desktop's ticket says which account; the cookie ties the answer to the browser
 * that began, so that nobody can be made to connect a stranger's Google account.
 */
export function linkPages(parts: SignInParts, cookieKey: string): Hono<Env> {
  const gone = (c: Context<Env>) => c.html(saying(words('link.gone'), words('link.goneText')), 410);
  const secure = parts.issuer.startsWith('https:');
  return new Hono<Env>()
    .get('/link/:ticket', async (c) => {
      const ticket = c.req.param('ticket');
      const found = await parts.accounts.peekTicket('link', ticket);
      if (found === null || found.method === null) return gone(c);
      const account = await parts.accounts.view(found.accountId, found.accountId);
      if (account === null) return gone(c);
      const method = METHOD_NAMES[found.method];
      return c.html(
        page({
          title: words('link.title'),
          body: html`<div><h1>${words('link.heading', { method })}</h1>
<p class="text">${words('link.text', { address: account.address ?? '', method })}</p></div>
<form method="post" action="/link/${ticket}"><button class="primary" type="submit">${words('link.go', { method })}</button></form>`,
        }),
      );
    })
    .post('/link/:ticket', async (c) => {
      const ticket = c.req.param('ticket');
      const found = await parts.accounts.peekTicket('link', ticket);
      if (found === null || found.method === null) return gone(c);
      const began = await beginOutside(parts, found.method);
      const method = METHOD_NAMES[found.method];
      if (began === null)
        return c.html(saying(words('trouble.away'), words('outside.away', { method })), 503);
      // Only now: while Google or GitHub is away the person keeps what lets them try again.
      if ((await parts.accounts.spendTicket('link', ticket)) === null) return gone(c);
      const id = linkId(found.accountId);
      await parts.book.write(id, { ...NO_PROGRESS, outside: began.outside });
      await setSignedCookie(c, COOKIE, found.accountId, cookieKey, {
        httpOnly: true,
        sameSite: 'Lax',
        path: '/link',
        maxAge: COOKIE_S,
        secure,
      });
      return c.redirect(began.url, 303);
    })
    .get('/link/done/back', async (c) => {
      const accountId = await getSignedCookie(c, cookieKey, COOKIE);
      if (typeof accountId !== 'string') return gone(c);
      const id = linkId(accountId);
      const outside = (await parts.book.read(id))?.outside ?? null;
      if (outside === null) return gone(c);
      const answer = await finishOutside(parts, outside, c.req.url);
      const method = METHOD_NAMES[outside.method];
      if (answer.kind !== 'proof')
        return c.html(
          saying(words('link.heading', { method }), outsideTrouble(answer, outside.method)),
          answer.kind === 'away' ? 503 : 409,
        );
      await parts.book.remove(id);
      const origin = { network: parts.networkOf(c), device: null };
      if (!(await parts.accounts.signIn.link(answer.proof, accountId, origin)))
        return c.html(saying(words('link.heading', { method }), words('link.taken', { method })), 409);
      return c.html(saying(words('link.done', { method }), words('link.doneText')));
    });
}

/** Where the progress of a link stands, beside those of sign-ins. */
function linkId(accountId: string): string {
  return `link:${accountId}`;
}

export function isLinkId(id: string): boolean {
  return id.startsWith('link:');
}
