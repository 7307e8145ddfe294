import { shownAddress } from './addresses.ts';

/** The picture's bytes in a format this window can draw, or null when its file is gone. Throws when the desktop is away. */
export async function fetchShown(sha256: string): Promise<Blob | null> {
  const answer = await fetch(shownAddress(sha256));
  return answer.ok ? answer.blob() : null;
}
