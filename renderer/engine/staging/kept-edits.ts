import type { GuaranteeWork, KeepAnswer, Wanted } from '../guarantee/jobs.ts';
import type { StagedPicture } from '../protocol/index.ts';
import { standsIn } from './where.ts';

/** What of a picture is fetched; each answers null when it cannot be had. */
export interface StageFiles {
  pictureFile(sha256: string): Promise<Uint8Array | null>;
  frameFiles(frameId: string): Promise<{ readonly original: Uint8Array; readonly mask: Uint8Array } | null>;
}

export interface KeptEdits {
  /** What came of a picture before, at once; null when it has to be asked for. */
  known(picture: StagedPicture, wanted: Wanted): KeepAnswer | null;
  ask(picture: StagedPicture, wanted: Wanted): Promise<KeepAnswer>;
}

const BYTES_MAX = 192 * 1024 * 1024;

/** Outcomes by picture, the last ones looked at, within a bound: going back and forth between candidates costs nothing. */
export function createKeptEdits(files: StageFiles, work: GuaranteeWork, bytesMax = BYTES_MAX): KeptEdits {
  const kept = new Map<string, KeepAnswer>();
  const asked = new Map<string, Promise<KeepAnswer>>();
  const remember = (name: string, answer: KeepAnswer): void => {
    kept.set(name, answer);
    let bytes = 0;
    for (const [one, each] of [...kept].toReversed()) {
      bytes += bytesOf(each);
      // The newest stays, however large it is: it is being looked at.
      if (bytes > bytesMax && one !== name) kept.delete(one);
    }
  };
  return {
    known(picture, wanted) {
      const name = nameOf(picture, wanted);
      const answer = kept.get(name);
      if (answer === undefined) return null;
      kept.delete(name);
      kept.set(name, answer);
      return answer;
    },
    ask(picture, wanted) {
      const name = nameOf(picture, wanted);
      const answer = kept.get(name);
      if (answer !== undefined) return Promise.resolve(answer);
      const running = asked.get(name);
      if (running !== undefined) return running;
      const promise = keptEdit(files, work, picture, wanted)
        .then((made) => {
          // What is missing now may be there the next time.
          if (made.kind !== 'refused') remember(name, made);
          return made;
        })
        .finally(() => asked.delete(name));
      asked.set(name, promise);
      return promise;
    },
  };
}

async function keptEdit(
  files: StageFiles,
  work: GuaranteeWork,
  picture: StagedPicture,
  wanted: Wanted,
): Promise<KeepAnswer> {
  const { frameId } = picture;
  const isSent = picture.act !== 'new-layer' && wanted !== 'as-it-came';
  const [returned, sent] = await Promise.all([
    files.pictureFile(picture.sha256),
    isSent && frameId !== null ? files.frameFiles(frameId) : null,
  ]);
  if (returned === null) return { kind: 'refused', why: 'picture-missing' };
  if (isSent && sent === null) return { kind: 'refused', why: 'frame-missing' };
  const { width, height } = standsIn(picture);
  const job = { kind: 'keep', wanted, returned, sent, width, height } as const;
  // What is too large for memory ends the thread's work, and is nothing that one could look at.
  return work.keep(job).catch(() => ({ kind: 'refused', why: 'picture-unreadable' }) as const);
}

function nameOf({ pictureId, frameId, window, frame }: StagedPicture, wanted: Wanted): string {
  return JSON.stringify([pictureId, frameId, wanted, window.width, window.height, frame.width, frame.height]);
}

function bytesOf(answer: KeepAnswer): number {
  if (answer.kind === 'refused') return 0;
  return answer.picture.bytes.length + (answer.kind === 'kept' ? answer.mask.length : 0);
}
