import { readPngPixels } from '../../media/metadata/index.ts';
import { drawPng } from '../../tests/fakes/openai/drawn-png.ts';
import { createInlinePaint, createSandbox, type Paint, type PaintJob } from '../sandbox/index.ts';
import { type Course, describeProvider } from './describe-provider.ts';
import { createTestClock } from './test-clock.ts';

const PROMPTS: Readonly<Record<Course, string>> = {
  deliver: 'terrazzo',
  stall: 'a sandbox:stall picture',
  refuse: 'a sandbox:refuse picture',
  fail: 'a sandbox:fail picture',
  garble: 'a sandbox:garbage picture',
};

describeProvider('the sandbox', async () => {
  const clock = createTestClock();
  const inline = createInlinePaint(clock);
  let last: PaintJob | null = null;
  const paint: Paint = (job, onProgress, signal) => {
    last = job;
    return inline(job, onProgress, signal);
  };
  return {
    provider: createSandbox({ clock, paint }),
    key: null,
    model: 'sandbox-1',
    arrange: (course) => ({ prompt: PROMPTS[course] }),
    sent: () => '',
    uploads: {
      source: grey(10, 20, 30),
      reference: grey(40, 50),
      mask: grey(255, 128, 0),
      lastCall: () => {
        const read = last?.mask ? readPngPixels(last.mask, 3) : null;
        return {
          pictures: last?.pictures?.map(({ bytes }) => bytes) ?? [],
          freedom: read === null ? null : [...read.pixels].map((value) => value / 255),
        };
      },
    },
    close: async () => {},
  };
});

function grey(...samples: number[]): Uint8Array {
  return drawPng({ width: samples.length, height: 1, colourType: 0, samples: Uint8Array.from(samples) });
}
