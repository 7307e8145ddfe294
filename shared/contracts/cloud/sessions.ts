import { z } from 'zod';
import { done, id, signedIn, timeMs } from './common.ts';

/** One desktop that is signed in. Its access token lives ten minutes, its refresh token until it is used or ended. */
export const session = z.strictObject({
  id,
  device: z.string().max(80),
  platform: z.enum(['linux', 'darwin', 'win32', 'unknown']),
  startedAtMs: timeMs,
  /** To the minute at most; a session that is in use is not written at every call. */
  lastUsedAtMs: timeMs,
  network: z.string().max(50).nullable(),
  /** The one that asks. */
  current: z.boolean(),
});
export type CloudSession = z.infer<typeof session>;

export const sessions = {
  list: signedIn
    .route({ method: 'GET', path: '/sessions', summary: 'Every desktop that is signed in' })
    .output(z.strictObject({ sessions: z.array(session).max(200) })),
  end: signedIn
    .route({ method: 'DELETE', path: '/sessions/{id}', summary: 'Sign one desktop out' })
    .errors({ NOT_FOUND: { status: 404 } })
    .input(z.strictObject({ id }))
    .output(done),
  endOthers: signedIn
    .route({ method: 'POST', path: '/sessions/end-others', summary: 'Sign every other desktop out' })
    .output(z.strictObject({ ended: z.int().min(0) })),
};
