import type { FrameAnswer, ImportAnswer } from '../../shared/contracts/desktop/index.ts';

/** Sends a file's bytes to the desktop, which looks at them and keeps them. Throws when the desktop is away. */
export async function sendFile(file: Blob, name: string): Promise<ImportAnswer> {
  const answer = await fetch(`/imports?name=${encodeURIComponent(name)}`, { method: 'PUT', body: file });
  // Our own server's answer, of our own type: nothing of it is trusted beyond what the window shows.
  return (await answer.json()) as ImportAnswer;
}

/** What was taken of a document for a run: the window's pixels and its mask, both PNG. Throws when the desktop is away. */
export async function sendFrame(original: Blob, mask: Blob): Promise<FrameAnswer> {
  const body = new Blob([original, mask]);
  const answer = await fetch(`/frames?original=${original.size}`, { method: 'PUT', body });
  return (await answer.json()) as FrameAnswer;
}
