import type { Accounts } from '../accounts/index.ts';
import type { Database } from '../db/index.ts';
import type { Metrics } from '../http/index.ts';
import type { Limits } from '../limits/index.ts';
import { letterOf, type Mail, Undeliverable } from '../mail/index.ts';
import type { OAuth } from '../oauth/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Handlers, JobName, Jobs } from '../queue/index.ts';
import type { Sessions } from '../sessions/index.ts';
import type { ProgressBook } from '../sign-in/index.ts';

export interface HandlerParts {
  readonly accounts: Accounts;
  readonly mail: Mail;
  readonly oauth: OAuth;
  readonly sessions: Sessions;
  readonly limits: Limits;
  readonly objects: Objects;
  readonly book: ProgressBook;
  readonly database: Database;
  readonly metrics: Metrics;
}

/** What the role `worker` does. */
export function createHandlers(parts: HandlerParts): Handlers {
  const counted =
    <Name extends JobName>(name: Name, work: (data: Jobs[Name]) => Promise<void>) =>
    async (data: Jobs[Name]): Promise<void> => {
      try {
        await work(data);
        parts.metrics.jobDone(name, 'done');
      } catch (error) {
        parts.metrics.jobDone(name, 'failed');
        throw error;
      }
    };
  return {
    letter: counted('letter', async ({ name, to, words }) => {
      await parts.mail.send(letterOf(name, to, words)).catch((error: unknown) => {
        // Nobody waits for it, and it will not be taken by asking again.
        if (!(error instanceof Undeliverable)) throw error;
      });
    }),
    purge: counted('purge', ({ accountId }) => parts.accounts.jobs.purge(accountId)),
    sweep: counted('sweep', async () => {
      await parts.accounts.jobs.sweep();
      await parts.oauth.sweep();
      await parts.sessions.sweep();
      await parts.limits.sweep();
      await parts.book.sweep(parts.database.query);
      await parts.objects.jobs.sweep();
    }),
  };
}
