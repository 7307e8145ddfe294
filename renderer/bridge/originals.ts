import { assetAddress } from './addresses.ts';

/** The original's own bytes, or null when its file is gone. Throws when the desktop is away. */
export async function fetchOriginal(sha256: string): Promise<Blob | null> {
  const answer = await fetch(assetAddress(sha256));
  return answer.ok ? answer.blob() : null;
}
