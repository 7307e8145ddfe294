import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Deps } from '../../shared/kernel/index.ts';
import { Outage } from '../platform/outage.ts';
import type { KeptLetter, Mailbox } from './mail.ts';

const LETTERS_MAX = 50;

const kept = z.array(
  z.object({ id: z.string(), atMs: z.number(), to: z.string(), subject: z.string(), text: z.string() }),
);

/**
 * Where mail goes when the service runs embedded on one computer: nowhere but a page of its own. The last letters are kept
 * in a file that only this user can read, so that a code is still there after a restart.
 */
export function createMailbox(folder: string, { clock, ids }: Pick<Deps, 'clock' | 'ids'>): Mailbox {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'mailbox.json');
  let letters: readonly KeptLetter[] = read(path);
  return {
    async send(letter) {
      letters = [{ ...letter, id: ids.uuid(), atMs: clock.now() }, ...letters].slice(0, LETTERS_MAX);
      try {
        writeFileSync(`${path}.part`, JSON.stringify(letters), { mode: 0o600 });
        renameSync(`${path}.part`, path);
      } catch (error) {
        throw new Outage('mail', { cause: error });
      }
    },
    letters: () => letters,
    close: async () => undefined,
  };
}

function read(path: string): readonly KeptLetter[] {
  try {
    return kept.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
