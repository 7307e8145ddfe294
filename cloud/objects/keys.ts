const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}';
const KEY = new RegExp(`^u/${UUID}/(?:(?:in|up)/${UUID}/${UUID}|picture/[0-9a-f]{64})$`);

/**
 * Where an object lies. The account comes first, so that all of one account's can be found without a database. What is sent
 * by a stranger goes to `up`, which nothing but the check reads; what was checked lies in `in`.
 */
export interface Place {
  readonly accountId: string;
  readonly generationId: string;
  readonly id: string;
}

export function storedKey({ accountId, generationId, id }: Place): string {
  return `u/${accountId}/in/${generationId}/${id}`;
}

/** Of the stored one, since a row keeps that alone. */
export function uploadKey(stored: string): string {
  return stored.replace('/in/', '/up/');
}

export function pictureKey(accountId: string, version: string): string {
  return `u/${accountId}/picture/${version}`;
}

export function accountFolder(accountId: string): string {
  return `u/${accountId}`;
}

/** Whether a text is a key of ours, letter for letter: no dots, no escapes, nothing to be tidied. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}
