import type { HttpBindings } from '@hono/node-server';
import { ORPCError } from '@orpc/server';
import { Hono } from 'hono';
import type { ProfilePictures } from '../objects/index.ts';
import { leaving } from '../platform/leaving.ts';
import type { Caller } from '../wire/index.ts';
import type { Accounts } from './accounts.ts';

export interface PictureRoutesParts {
  readonly accounts: Accounts;
  readonly pictures: ProfilePictures;
  readonly maxBytes: number;
  /** @throws the contract's UNAUTHENTICATED */
  readonly authenticate: (
    authorization: string | undefined,
    forwarded: string | undefined,
  ) => Promise<Caller>;
}

/**
 * The bytes of the profile picture, beside the contract: `GET` and `PUT /v1/account/picture`, with the bearer token. Answers
 * and refusals have the contract's shapes.
 */
export function pictureRoutes({
  accounts,
  pictures,
  maxBytes,
  authenticate,
}: PictureRoutesParts): Hono<{ readonly Bindings: HttpBindings }> {
  const tooLarge = { defined: true, code: 'TOO_LARGE', status: 413, data: { maxBytes } };
  const routes = new Hono<{ readonly Bindings: HttpBindings }>();
  routes.onError((error, c) => {
    if (!(error instanceof ORPCError)) throw error;
    return c.json(error.toJSON(), error.status === 429 ? 429 : 401);
  });
  return routes
    .get('/v1/account/picture', async (c) => {
      const caller = await authenticate(c.req.header('Authorization'), c.req.header('x-forwarded-for'));
      const version = (await accounts.view(caller.accountId, caller.sessionId))?.pictureVersion ?? null;
      const bytes = version === null ? null : await pictures.get(caller.accountId, version);
      if (bytes === null) return c.json({ defined: true, code: 'NOT_FOUND', status: 404 }, 404);
      c.header('Content-Type', 'image/webp');
      c.header('Content-Disposition', 'attachment');
      c.header('Cache-Control', 'private, no-cache');
      return c.body(leaving(bytes));
    })
    .put('/v1/account/picture', async (c) => {
      // The gate let no body in that does not say how long it is.
      if (Number(c.req.header('Content-Length') ?? 0) > maxBytes) return c.json(tooLarge, 413);
      const caller = await authenticate(c.req.header('Authorization'), c.req.header('x-forwarded-for'));
      const answer = await pictures.put(caller.accountId, new Uint8Array(await c.req.arrayBuffer()));
      if (answer.kind === 'too-large') return c.json(tooLarge, 413);
      if (answer.kind === 'not-a-picture')
        return c.json({ defined: true, code: 'NOT_A_PICTURE', status: 422 }, 422);
      // The row first: what it names is there already, and what it named before is only then removed. What a store that is
      // away just then keeps of it goes with the account.
      const before = await accounts.setPicture(caller.accountId, answer.version);
      if (before !== null) await pictures.remove(caller.accountId, before);
      return c.json(await accounts.view(caller.accountId, caller.sessionId));
    });
}
