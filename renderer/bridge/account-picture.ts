import type { CloudAway, OutageData } from '../../shared/contracts/desktop/index.ts';

export type AccountPictureAnswer =
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly code: 'not-a-picture' | 'too-large' | 'too-many-pixels' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'away'; readonly away: CloudAway }
  | { readonly kind: 'outage'; readonly outage: OutageData | null }
  | { readonly kind: 'trouble' };

/** Sends a picture of the person to the desktop, which brings it to the cloud. Throws when the desktop is away. */
export async function sendAccountPicture(file: Blob): Promise<AccountPictureAnswer> {
  const answer = await fetch('/account-picture', { method: 'PUT', body: file });
  // Our own server's answer, of our own type: nothing of it is trusted beyond what the window shows.
  return (await answer.json()) as AccountPictureAnswer;
}
