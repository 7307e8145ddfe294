import { ORPCError } from '@orpc/server';
import { os, type Run } from './wire.ts';

type Answered<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: { readonly code: string; readonly data?: unknown } };

/** The value, or the refusal under its own name. The noun's answers are typed by the contract's list of them. */
function give<Value>(answer: Answered<Value>): Value {
  if (answer.kind === 'value') return answer.value;
  const { code, data } = answer.refusal;
  throw new ORPCError(code, { defined: true, data });
}

export function accountProcedures(run: Run) {
  const { account } = os;
  return {
    state: account.state.handler(() => run(async ({ accounts }) => accounts.state())),
    refresh: account.refresh.handler(() => run(async ({ accounts }) => give(await accounts.refresh()))),
    signIn: account.signIn.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.signIn(input))),
    ),
    cancelSignIn: account.cancelSignIn.handler(() => run(async ({ accounts }) => accounts.cancelSignIn())),
    startGuest: account.startGuest.handler(() =>
      run(async ({ accounts }) => give(await accounts.startGuest())),
    ),
    signOut: account.signOut.handler(() => run(({ accounts }) => accounts.signOut())),
    update: account.update.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.update(input))),
    ),
    removePicture: account.removePicture.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.removePicture(input))),
    ),
    acceptTerms: account.acceptTerms.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.acceptTerms(input))),
    ),
    sessions: account.sessions.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.sessions(input))),
    ),
    endSession: account.endSession.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.endSession(input))),
    ),
    endOtherSessions: account.endOtherSessions.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.endOtherSessions(input))),
    ),
    events: account.events.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.events(input))),
    ),
    link: account.link.handler(({ input }) => run(async ({ accounts }) => give(await accounts.link(input)))),
    unlink: account.unlink.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.unlink(input))),
    ),
    requestAddressChange: account.requestAddressChange.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.requestAddressChange(input))),
    ),
    confirmAddressChange: account.confirmAddressChange.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.confirmAddressChange(input))),
    ),
    requestClosing: account.requestClosing.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.requestClosing(input))),
    ),
    close: account.close.handler(({ input }) =>
      run(async ({ accounts }) => give(await accounts.close(input))),
    ),
  };
}
