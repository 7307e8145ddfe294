import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decoder, FrameOptions, PreparedFrame } from '../../media/decoder/index.ts';
import type { Deps } from '../../shared/kernel/index.ts';
import { createTurns } from '../platform/turns.ts';
import { type FrameBytes, keepFrame } from './keep-frame.ts';
import { readPngFacts } from './png-facts.ts';
import { sweepFrames } from './sweep-frames.ts';

export interface FramesParts {
  readonly dataFolder: string;
  readonly decoder: Pick<Decoder, 'inspect' | 'prepareFrame'>;
  readonly deps: Pick<Deps, 'clock' | 'ids' | 'log' | 'failpoints'>;
}

/** What was taken of a document for a run: the window's pixels, and the mask over them. */
export interface KeptFrame {
  readonly width: number;
  readonly height: number;
}

export interface Frames {
  readonly bytes: FrameBytes;
  /** Null when it is not there, or not there in full. */
  find(id: string): Promise<KeptFrame | null>;
  /** As a model is sent it. Null when it is not there any more, or can't be made as small as the provider takes. */
  forSending(id: string, options: FrameOptions): Promise<PreparedFrame | null>;
  /** Removes what a killed run left half, and what is old and no run waits for. Call once, at the start. */
  sweep(inUse: ReadonlySet<string>): Promise<void>;
}

/** On their way at one time; the others wait with their bodies unread. */
const AT_ONCE_MAX = 4;

/** Ids are ours; anything else never comes near a path. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function createFrames({ dataFolder, decoder, deps }: FramesParts): Frames {
  const folder = join(dataFolder, 'frames');
  const turns = createTurns();
  let came = 0;
  const filesOf = (id: string) => ({
    original: join(folder, id, 'original.png'),
    mask: join(folder, id, 'mask.png'),
  });

  const find = async (id: string): Promise<KeptFrame | null> => {
    if (!ID.test(id)) return null;
    const { original, mask } = filesOf(id);
    const picture = await readPngFacts(original);
    return picture === null || (await readPngFacts(mask)) === null
      ? null
      : { width: picture.width, height: picture.height };
  };

  return {
    bytes: {
      keep: (originalBytes, body, sizeHintBytes) =>
        turns(`lane-${came++ % AT_ONCE_MAX}`, () =>
          keepFrame({ folder, decoder, deps }, originalBytes, body, sizeHintBytes),
        ),
      async file(id, which) {
        if (!ID.test(id)) return null;
        const path = filesOf(id)[which];
        const info = await stat(path).catch(() => null);
        return info?.isFile() === true ? { path, mediaType: 'image/png' } : null;
      },
    },
    find,
    async forSending(id, options) {
      if ((await find(id)) === null) return null;
      const prepared = await decoder.prepareFrame(filesOf(id), options);
      return prepared.kind === 'refused' ? null : prepared;
    },
    sweep: (inUse) => sweepFrames(folder, inUse, deps),
  };
}
