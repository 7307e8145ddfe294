import type { ErrorMap, InferContractRouterOutputs, ORPCErrorFromErrorMap } from '@orpc/contract';
import type { ORPCError } from '@orpc/server';
import type { AccountState, CloudAway, DesktopContract } from '../../shared/contracts/desktop/index.ts';

type Contract = DesktopContract['account'];
export type Verb = keyof Contract;

/** What every verb may meet besides: it is no refusal of the account's. */
type Elsewhere = 'OUTAGE' | 'TROUBLE';

type Plain<Failure> =
  Failure extends ORPCError<infer Code, infer Data>
    ? Code extends Elsewhere
      ? never
      : unknown extends Data
        ? { readonly code: Code; readonly data?: unknown }
        : { readonly code: Code; readonly data: Data }
    : never;

type ErrorsOf<Procedure> = Procedure extends { readonly '~orpc': { readonly errorMap: infer Errors } }
  ? Errors extends ErrorMap
    ? ORPCErrorFromErrorMap<Errors>
    : never
  : never;

/** The refusals of one verb, by the codes of the desktop's contract. */
export type Refusal<Name extends Verb> = Plain<ErrorsOf<Contract[Name]>>;

/** A verb's answer: its value, or why not. */
export type Answer<Name extends Verb> =
  | { readonly kind: 'value'; readonly value: InferContractRouterOutputs<Contract>[Name] }
  | { readonly kind: 'refused'; readonly refusal: Refusal<Name> };

/** What anything that needs the cloud may be refused with. */
export type AskRefusal =
  | { readonly code: 'NO_CLOUD' | 'SIGNED_OUT' }
  | { readonly code: 'CLOUD_AWAY'; readonly data: CloudAway };

export interface Refused<Why> {
  readonly kind: 'refused';
  readonly refusal: Why;
}

export function refused<const Why>(refusal: Why): Refused<Why> {
  return { kind: 'refused', refusal };
}

export function value<Value>(of: Value): { readonly kind: 'value'; readonly value: Value } {
  return { kind: 'value', value: of };
}

export type SessionState = AccountState['session'];
