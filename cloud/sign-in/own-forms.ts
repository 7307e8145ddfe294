import type { MiddlewareHandler } from 'hono';
import { saying, words } from '../pages/index.ts';
import type { Env } from './parts.ts';

/**
 * Forms are sent by our own pages. A browser says where a form was: `Sec-Fetch-Site`, or in older ones `Origin`, which our pages'
 * referrer policy turns into the word null. What says neither is no browser, and nobody can be led to send something with it.
 */
export function ownForms(origin: string): MiddlewareHandler<Env> {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('Sec-Fetch-Site');
    const from = c.req.header('Origin');
    const own =
      site === undefined ? from === undefined || from === 'null' || from === origin : site === 'same-origin';
    if (own) return next();
    return c.html(saying(words('trouble.refused'), words('trouble.refusedText')), 403);
  };
}
