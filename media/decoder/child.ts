import { prepareFrame } from './prepare-frame.ts';
import { prepare } from './prepare-picture.ts';
import {
  EXIT_MEMORY,
  type FromChild,
  type Job,
  MEMORY_LIMIT,
  type Outcome,
  PLANTED_FAULTS,
  type ToChild,
} from './protocol.ts';
import { allowOnlyPictures } from './read-header.ts';
import { encode, inspect, square, thumbnail } from './read-picture.ts';

/** Often enough that a picture cannot take the machine's memory between two looks. */
const WATCH_MS = 50;

const memoryLimitBytes = Number(process.env[MEMORY_LIMIT]);
const faultsPlanted = process.env[PLANTED_FAULTS] === 'yes';

function say(message: FromChild): void {
  process.send?.(message);
}

async function perform(job: Job): Promise<Outcome> {
  if (job.kind === 'inspect') return inspect(job.source, job.thumbnailSide, job.limits);
  if (job.kind === 'thumbnail') return thumbnail(job.source, job.maxSide, job.limits);
  if (job.kind === 'square') return square(job.source, job.side, job.limits);
  if (job.kind === 'encode') return encode(job.source, job.options, job.limits);
  if (job.kind === 'prepare') return prepare(job.source, job.options, job.limits);
  if (job.kind === 'prepare-frame') return prepareFrame(job.files, job.options, job.limits);
  if (!faultsPlanted) return { kind: 'refused', code: 'not-a-picture', detail: 'unknown' };
  if (job.fault === 'crash') process.abort();
  const held: Uint8Array[] = [];
  for (;;) {
    if (job.fault === 'eat-memory') {
      held.push(new Uint8Array(16 * 1024 * 1024).fill(held.length + 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

allowOnlyPictures();

// The picture is unpacked on other threads, so this one is free to look at what they hold.
setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimitBytes) process.exit(EXIT_MEMORY);
}, WATCH_MS);

// Nobody is left to kill us when the desktop is gone.
process.on('disconnect', () => process.exit(0));

process.on('message', (message: ToChild) => {
  void perform(message.job).then((outcome) => {
    say({ kind: 'done', id: message.id, outcome, rssBytes: process.memoryUsage.rss() });
  });
});

say({ kind: 'ready' });
