import type { CloudAccount, SignInMethod } from '../../shared/contracts/cloud/index.ts';
import { type Caller, tooMany, unauthenticated, wire } from '../wire/index.ts';
import type { Accounts } from './accounts.ts';

/** What the operations of an account need of other nouns. */
export interface AccountRoutesParts {
  readonly accounts: Accounts;
  readonly methods: readonly SignInMethod[];
  /** The page where a way of signing in is added, for a ticket. */
  readonly linkUrl: (ticket: string) => string;
  readonly removePicture: (accountId: string) => Promise<void>;
}

export function accountProcedures({ accounts, methods, linkUrl, removePicture }: AccountRoutesParts) {
  const { commands } = accounts;
  const view = async (caller: Caller): Promise<CloudAccount> => {
    const found = await accounts.view(caller.accountId, caller.sessionId);
    if (found === null) throw unauthenticated('ended');
    return found;
  };
  const os = wire.account;
  return {
    get: os.get.handler(async ({ context }) => view(await context.caller())),
    update: os.update.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      const refusal = await commands.update(caller, input);
      if (refusal !== null) throw errors.PROFILE_FIELD({ data: { field: refusal.wrong } });
      return view(caller);
    }),
    removePicture: os.removePicture.handler(async ({ context }) => {
      const caller = await context.caller();
      await removePicture(caller.accountId);
      return view(caller);
    }),
    acceptTerms: os.acceptTerms.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      const answer = await commands.acceptTerms(caller, input);
      if (answer.kind === 'under-age') throw errors.UNDER_AGE({ data: { minimumAge: answer.minimumAge } });
      if (answer.kind === 'outdated') throw errors.TERMS_OUTDATED({ data: accounts.versions() });
      return view(caller);
    }),
    events: os.events.handler(async ({ context, input }) => {
      const { accountId } = await context.caller();
      return accounts.events(accountId, input.before ?? null, input.limit);
    }),
    unlink: os.unlink.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      const answer = await commands.unlink(caller, input.id);
      if (answer === 'unknown') throw errors.NOT_FOUND();
      if (answer === 'last') throw errors.LAST_METHOD();
      return view(caller);
    }),
    link: os.link.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      if (caller.kind === 'guest') throw errors.GUEST();
      if (!methods.includes(input.method)) throw errors.METHOD_OFF();
      const { ticket, expiresAtMs } = await commands.ticket(caller, 'link', input.method);
      return { url: linkUrl(ticket), expiresAtMs };
    }),
    upgradeTicket: os.upgradeTicket.handler(async ({ context, errors }) => {
      const caller = await context.caller();
      if (caller.kind !== 'guest') throw errors.NOT_A_GUEST();
      return commands.ticket(caller, 'upgrade', null);
    }),
    ...addressProcedures(accounts, view),
    ...closingProcedures(accounts),
  };
}

function addressProcedures({ commands }: Accounts, view: (caller: Caller) => Promise<CloudAccount>) {
  const os = wire.account;
  return {
    requestAddressChange: os.requestAddressChange.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      if (caller.kind === 'guest') throw errors.GUEST();
      const full = await commands.requestAddressChange(caller, input.address);
      if (full !== null) throw tooMany(full.retryAfterMs);
      return {};
    }),
    confirmAddressChange: os.confirmAddressChange.handler(async ({ context, input, errors }) => {
      const caller = await context.caller();
      const answer = await commands.confirmAddressChange(caller, input.code);
      if (answer.kind === 'wrong') throw errors.CODE_WRONG({ data: { attemptsLeft: answer.attemptsLeft } });
      if (answer.kind === 'gone') throw errors.CODE_GONE();
      if (answer.kind === 'full') throw tooMany(answer.retryAfterMs);
      return view(caller);
    }),
  };
}

function closingProcedures({ commands }: Accounts) {
  const os = wire.account;
  return {
    requestClosing: os.requestClosing.handler(async ({ context }) => {
      const answer = await commands.requestClosing(await context.caller());
      if (answer?.kind === 'full') throw tooMany(answer.retryAfterMs);
      return { codeNeeded: answer !== null };
    }),
    close: os.close.handler(async ({ context, input, errors }) => {
      const answer = await commands.close(await context.caller(), input.code, input.when);
      if (answer.kind === 'wrong') throw errors.CODE_WRONG({ data: { attemptsLeft: answer.attemptsLeft } });
      if (answer.kind === 'gone') throw errors.CODE_GONE();
      if (answer.kind === 'full') throw tooMany(answer.retryAfterMs);
      return { goneAtMs: answer.goneAtMs };
    }),
  };
}
