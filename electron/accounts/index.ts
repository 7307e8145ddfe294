import type { Accounts } from './account.ts';
import type { CloudAccountsParts } from './build-parts.ts';
import { createWithCloud } from './with-cloud.ts';
import { createWithoutCloud } from './without-cloud.ts';

export type { Accounts } from './account.ts';
export { type LastKnown, lastKnownSchema } from './last-known.ts';
export type { AccountPicture, PictureAnswer } from './picture.ts';

export type AccountsParts = Omit<CloudAccountsParts, 'cloudUrl'> & { readonly cloudUrl: string | null };

/** The person's account with the cloud that this Gesso was given, if it was given one. */
export function createAccounts({ cloudUrl, ...parts }: AccountsParts): Accounts {
  return cloudUrl === null ? createWithoutCloud() : createWithCloud({ ...parts, cloudUrl });
}
