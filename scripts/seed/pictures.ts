import type { WriteHandle } from '../../electron/db/index.ts';
import type { BulkPicture } from '../../electron/library/bulk-load.ts';
import { POSITIONS_PER_MS } from '../../electron/library/positions.ts';
import { createCalendar } from '../../electron/platform/files/index.ts';
import { uuidV7 } from '../../shared/kernel/index.ts';
import { type Chance, createChance } from './chance.ts';
import type { Original } from './originals.ts';
import { inventPrompt } from './prompts.ts';

const DAY_MS = 86_400_000;
const DAYS = 730;

const MODELS = [
  { modelId: 'sandbox', providerId: 'sandbox' },
  { modelId: 'gpt-image-1', providerId: 'openai' },
  { modelId: 'gpt-image-1.5', providerId: 'openai' },
  { modelId: 'gpt-image-2', providerId: 'openai' },
] as const;

export interface Invention {
  readonly rows: number;
  readonly originals: readonly Original[];
  readonly untilMs: number;
  readonly seed: number;
}

/** Sets of one to four pictures of one prompt, oldest first, over two years of uneven working days. */
export function* inventPictures(invention: Invention): Generator<BulkPicture, void, void> {
  const chance = createChance(invention.seed);
  const calendar = createCalendar(Intl.DateTimeFormat().resolvedOptions().timeZone);
  let left = invention.rows;
  for (let ago = DAYS; ago > 0 && left > 0; ago--) {
    const dayStartMs = invention.untilMs - ago * DAY_MS;
    const share = ago === 1 ? left : Math.min(left, Math.round((left / ago) * chance.next() * 2));
    let ofDay = share;
    // Work begins in the morning and is spread over twelve hours of the day.
    let atMs = dayStartMs + 7 * 3_600_000;
    const gapMs = Math.max(2_000, Math.floor((12 * 3_600_000) / Math.max(1, share)));
    while (ofDay > 0) {
      const count = Math.min(ofDay, 1 + chance.below(4));
      yield* inventSet(chance, calendar.day(atMs), atMs, count, invention.originals);
      atMs += gapMs * count;
      ofDay -= count;
    }
    left -= share;
  }
}

function* inventSet(
  chance: Chance,
  day: string,
  atMs: number,
  count: number,
  originals: readonly Original[],
): Generator<BulkPicture, void, void> {
  const generationId = uuidV7(atMs, chance.bytes(10));
  const prompt = inventPrompt(chance);
  const { modelId, providerId } = chance.pick(MODELS);
  const accepted = chance.below(count + 1);
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const original = chance.pick(originals);
    const madeAtMs = atMs + ordinal * 400;
    yield {
      id: uuidV7(madeAtMs, chance.bytes(10)),
      generationId,
      ordinal,
      sha256: original.sha256,
      mediaType: original.mediaType,
      sizeBytes: original.sizeBytes,
      width: original.width,
      height: original.height,
      madeAtMs,
      day,
      position: madeAtMs * POSITIONS_PER_MS,
      modelId,
      providerId,
      operation: 'text-to-image',
      seed: chance.below(2 ** 31),
      verdict: accepted === count ? 'discarded' : ordinal === accepted ? 'accepted' : 'passed',
      prompt,
      revisedPrompt: null,
      parents: [],
    };
  }
}

/** The finished job behind each set, made with its first picture. */
export function insertGenerations(db: WriteHandle): (picture: BulkPicture) => void {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO generation (id, operation, model_id, provider_id, state, interrupted, input, prompt, seed,
       quote, cost, decision, count, created_at_ms, updated_at_ms, ended_at_ms)
     VALUES (@id, 'text-to-image', @modelId, @providerId, 'succeeded', 0, @input, @prompt, @seed, '{"kind":"free"}',
       '{"kind":"nothing"}', @decision, 1, @atMs, @atMs, @atMs)`,
  );
  const counted = db.prepare('UPDATE generation SET count = ? WHERE id = ?');
  return (picture) => {
    if (picture.ordinal > 0) {
      counted.run(picture.ordinal + 1, picture.generationId);
      return;
    }
    const { modelId, providerId, prompt, seed, generationId: id, madeAtMs: atMs } = picture;
    const decision = picture.verdict === 'discarded' ? 'discarded' : 'accepted';
    insert.run({ id, modelId, providerId, prompt, seed, atMs, decision, input: inputOf(picture) });
  };
}

function inputOf(picture: BulkPicture): string {
  return JSON.stringify({
    operation: 'text-to-image',
    modelId: picture.modelId,
    prompt: picture.prompt,
    negativePrompt: '',
    aspect: '1:1',
    quality: 'standard',
    count: 1,
    seed: picture.seed,
    background: 'auto',
    parentPictureId: null,
    references: [],
  });
}
