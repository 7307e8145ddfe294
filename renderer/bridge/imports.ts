import type { ImportAnswer } from '../../shared/contracts/desktop/index.ts';

/** Sends a file's bytes to the desktop, which looks at them and keeps them. Throws when the desktop is away. */
export async function sendFile(file: Blob, name: string): Promise<ImportAnswer> {
  const answer = await fetch(`/imports?name=${encodeURIComponent(name)}`, { method: 'PUT', body: file });
  // Our own server's answer, of our own type: nothing of it is trusted beyond what the window shows.
  return (await answer.json()) as ImportAnswer;
}
