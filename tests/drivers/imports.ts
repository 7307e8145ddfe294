import type { ImportAnswer, Picture } from '../../shared/contracts/desktop/index.ts';
import type { OpenedClient } from './contract-client.ts';

type Door = Pick<OpenedClient, 'origin' | 'cookie'>;

/** Sends a file as the window does, and gives whatever the desktop says to it. */
export async function sendFile(
  { origin, cookie }: Door,
  bytes: Uint8Array,
  name: string,
): Promise<ImportAnswer> {
  const answer = await fetch(`${origin}/imports?name=${encodeURIComponent(name)}`, {
    method: 'PUT',
    body: Uint8Array.from(bytes),
    headers: { cookie, origin },
  });
  return (await answer.json()) as ImportAnswer;
}

/** Brings in a file that has to be taken. */
export async function bring(door: Door, bytes: Uint8Array, name: string): Promise<Picture> {
  const answer = await sendFile(door, bytes, name);
  if (answer.kind !== 'picture') throw new Error(JSON.stringify(answer));
  return answer.picture;
}
