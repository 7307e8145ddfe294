import { type Limits, RULES } from '../limits/index.ts';
import { type Caller, tooMany, unauthenticated, wire } from '../wire/index.ts';
import type { ObjectCommands } from './commands.ts';
import { UPLOAD_LIMITS } from './rules.ts';

export interface ObjectRoutesParts {
  readonly commands: ObjectCommands;
  /** What the account has still to agree to before its data is put to work. */
  readonly needs: (caller: Caller) => Promise<('age' | 'terms')[]>;
  readonly limits: Limits;
}

export function objectProcedures({ commands, needs, limits }: ObjectRoutesParts) {
  const os = wire.objects;
  return {
    create: os.create.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      const missing = await needs(caller);
      if (missing.length > 0) throw errors.STANDING({ data: { needs: missing } });
      const taken = await limits.take(RULES.uploadsPerAccount, caller.accountId);
      if (taken.kind === 'full') throw tooMany(taken.retryAfterMs);
      const answer = await commands.create(caller.accountId, input);
      switch (answer.kind) {
        case 'created':
          return { object: answer.object, upload: writable(answer.upload) };
        case 'closed':
          throw unauthenticated('ended');
        case 'taken':
          throw errors.ID_TAKEN();
        case 'too-large':
          throw errors.TOO_LARGE({ data: { maxBytes: answer.maxBytes } });
        case 'quota':
          throw errors.QUOTA({ data: { usedBytes: answer.usedBytes, quotaBytes: answer.quotaBytes } });
      }
    }),
    complete: os.complete.handler(async ({ context, input, errors }) => {
      const { accountId } = await context.caller();
      const answer = await commands.complete(accountId, input.id);
      switch (answer.kind) {
        case 'stored':
          return answer.object;
        case 'unknown':
          throw errors.NOT_FOUND();
        case 'gone':
          throw errors.GONE();
        case 'not-uploaded':
          throw errors.NOT_UPLOADED();
        case 'not-as-announced':
          throw errors.NOT_AS_ANNOUNCED();
        case 'not-a-picture':
          throw errors.NOT_A_PICTURE();
        case 'too-many-pixels':
          throw errors.TOO_MANY_PIXELS({ data: { maxPixels: UPLOAD_LIMITS.pixels } });
      }
    }),
    get: os.get.handler(async ({ context, input, errors }) => {
      const { accountId } = await context.caller();
      const answer = await commands.get(accountId, input.id);
      if (answer.kind === 'unknown') throw errors.NOT_FOUND();
      if (answer.kind === 'gone') throw errors.GONE();
      return { object: answer.object, download: writable(answer.download) };
    }),
    remove: os.remove.handler(async ({ context, input }) => {
      const { accountId } = await context.caller();
      return { removed: await commands.remove(accountId, input.ids) };
    }),
    usage: os.usage.handler(async ({ context }) => commands.usage((await context.caller()).accountId)),
  };
}

/** The contract's own type has nothing that is only to be read. */
function writable<Request extends { readonly headers: Readonly<Record<string, string>> }>(
  request: Request | null,
): (Omit<Request, 'headers'> & { headers: Record<string, string> }) | null {
  return request === null ? null : { ...request, headers: { ...request.headers } };
}
