import { expect, test } from 'vitest';
import catalogue from '../../resources/models/catalogue.json' with { type: 'json' };
import { modelCatalogueSchema, quoteModel } from '../operations/index.ts';
import { type FrameAct, picturesSent, quoteInput, sizeOfInput, wordsSent } from './index.ts';

const found = modelCatalogueSchema.parse(catalogue).models.find(({ id }) => id === 'gpt-image-2');
if (found === undefined) throw new Error('the row is gone');
const model = found;

const asked = (act: FrameAct, frameId: string | null) => ({
  aspect: '16:9' as const,
  quality: 'standard' as const,
  count: 2,
  references: [1, 2],
  place: { act, frameId, size: { width: 1024, height: 1024 } },
});

test('a place is shown, priced and asked for at its own size, and its frame is a picture that is sent', () => {
  const input = asked('inpaint', 'f');
  expect(sizeOfInput(model, input)).toEqual({ width: 1024, height: 1024 });
  expect(picturesSent(input)).toBe(3);
  expect(quoteInput(model, input, 30)).toEqual(
    quoteModel(model, { ...input, size: input.place.size, promptChars: 30, references: 3 }),
  );
  expect(picturesSent(asked('new-layer', null))).toBe(2);
  expect(sizeOfInput(model, { ...input, place: null })).toEqual({ width: 1360, height: 768 });
});

test('what an act says for the person is priced too, because the provider counts it', () => {
  const erase = asked('erase', 'f');
  const words = wordsSent({ prompt: 'the lamp', place: erase.place });
  expect(words).toMatch(/^Remove what is in the masked area.* the lamp$/);
  expect(quoteInput(model, erase, 'the lamp'.length)).toEqual(
    quoteModel(model, { ...erase, size: erase.place.size, promptChars: words.length, references: 3 }),
  );
  expect(wordsSent({ prompt: ' as it stands ', place: null })).toBe(' as it stands ');
});
