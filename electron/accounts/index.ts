import type { Accounts } from './account.ts';
import type { CloudAccountsParts } from './build-parts.ts';
import { createWithoutCloud } from './without-cloud.ts';

export type { Accounts } from './account.ts';
export { type LastKnown, lastKnownSchema } from './last-known.ts';
export type { AccountPicture, PictureAnswer } from './picture.ts';

export type AccountsParts = Omit<CloudAccountsParts, 'cloudUrl'>;

/** Makes the account of the person, with the cloud that this Gesso was given or with none. */
export type CreateAccounts = (parts: AccountsParts) => Accounts;

/** A Gesso without a cloud starts without any of this. */
export async function loadAccounts(cloudUrl: string | null): Promise<CreateAccounts> {
  if (cloudUrl === null) return createWithoutCloud;
  const { createWithCloud } = await import('./with-cloud.ts');
  return (parts) => createWithCloud({ ...parts, cloudUrl });
}
