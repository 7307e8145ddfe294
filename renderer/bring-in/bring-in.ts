import type { ImportAnswer, Picture } from '../../shared/contracts/desktop/index.ts';
import { outageWords, sendFile } from '../bridge/index.ts';
import { say } from '../text/index.ts';
import { announce, showToast } from '../ui/index.ts';

/** As many as the desktop takes side by side without keeping anybody else waiting. */
const AT_ONCE = 2;

/** What is dropped or pasted at once is looked at to the last; beyond this it is a folder, not a choice. */
const FILES_MAX = 200;

interface Turned {
  readonly name: string;
  readonly why: string;
}

/**
 * Takes files into the library and answers with their pictures, in the order they were given. What could not be taken is
 * said by name, and keeps none of the others out.
 */
export async function bringIn(files: readonly File[]): Promise<readonly Picture[]> {
  const taken = files.slice(0, FILES_MAX);
  if (taken.length === 0) return [];
  announce(say('bring-in:started', { count: taken.length }));
  const pictures: (Picture | null)[] = taken.map(() => null);
  const turned: Turned[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const at = next;
      next += 1;
      const file = taken[at];
      if (file === undefined) return;
      const name = file.name === '' ? say('bring-in:pasted') : file.name;
      const answer = await sendFile(file, name).catch((): ImportAnswer => ({ kind: 'trouble' }));
      if (answer.kind === 'picture') pictures[at] = answer.picture;
      else turned.push({ name, why: whyWords(answer) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const rest = files.length - taken.length;
  if (rest > 0)
    turned.push({ name: say('bring-in:rest', { count: rest }), why: say('bring-in:refused.too-many') });
  if (turned.length > 0) sayTurned(turned);
  return pictures.filter((picture) => picture !== null);
}

function whyWords(answer: Exclude<ImportAnswer, { kind: 'picture' }>): string {
  switch (answer.kind) {
    case 'refused':
      return say(`bring-in:refused.${answer.code}`);
    case 'outage':
      return answer.outage === null ? say('bring-in:refused.away') : outageWords(answer.outage).text;
    case 'trouble':
      return say('bring-in:refused.away');
  }
}

const NAMED_MAX = 4;

function sayTurned(turned: readonly Turned[]): void {
  const [first] = turned;
  const named = turned.slice(0, NAMED_MAX).map(({ name, why }) => say('bring-in:line', { name, why }));
  const more = turned.length - NAMED_MAX;
  showToast({
    icon: 'stop',
    urgent: true,
    title:
      turned.length === 1 && first !== undefined
        ? say('bring-in:turned_one', { name: first.name })
        : say('bring-in:turned_other', { count: turned.length }),
    text:
      turned.length === 1 && first !== undefined
        ? first.why
        : [...named, ...(more > 0 ? [say('bring-in:more', { count: more })] : [])].join('\n'),
  });
}
