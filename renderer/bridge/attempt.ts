import { type ClientPromiseResult, safe } from '@orpc/client';
import { showToast } from '../ui/index.ts';
import { faultWords, readFault } from './faults.ts';

/** A refusal's code, of those a call declares besides the faults that any call may meet. */
type RefusalCode<Failure> = Failure extends { readonly code: infer Code; readonly defined: boolean }
  ? Exclude<Code, 'OUTAGE' | 'TROUBLE'>
  : never;

/** A refusal keeps its data, typed by its code. */
export type RefusalOf<Failure> = Extract<
  Failure,
  { readonly code: RefusalCode<Failure>; readonly defined: boolean }
>;

/** For whoever takes the answers of several calls and names their refusals itself. */
export type Answered<Value, Refusal> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'fault'; readonly error: unknown };

export type Answer<Value, Failure> = Answered<Value, RefusalOf<Failure>>;

function isRefusal<Failure>(error: Failure, isDefined: boolean): error is Failure & RefusalOf<Failure> {
  if (!isDefined || typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code !== 'OUTAGE' && error.code !== 'TROUBLE';
}

/** One call, answered as a value, a refusal by name, or a fault that the caller words where the person looks. */
export async function ask<Value, Failure>(
  call: ClientPromiseResult<Value, Failure>,
): Promise<Answer<Value, Failure>> {
  const { error, data, isSuccess, isDefined } = await safe(call);
  if (isSuccess) return { kind: 'value', value: data };
  const failure: Failure = error;
  if (isRefusal(failure, isDefined)) return { kind: 'refusal', refusal: failure };
  return { kind: 'fault', error };
}

/** Says a fault as a notification, for acts that have no place of their own to say it. */
export function sayFault(error: unknown): void {
  const words = faultWords(readFault(error));
  showToast({ icon: 'stop', urgent: true, title: words.title, text: words.text });
}
