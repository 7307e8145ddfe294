import { describe, expect, test } from 'vitest';
import catalogue from '../../resources/models/catalogue.json' with { type: 'json' };
import { type Model, modelCatalogueSchema } from '../../shared/operations/index.ts';
import { costOf } from './cost.ts';
import { openAiFacts, QUALITY_WORDS } from './facts.ts';
import { schemeByName, wireSize } from './sizes.ts';

const { models } = modelCatalogueSchema.parse(catalogue);

function row(id: string): Model {
  const model = models.find((one) => one.id === id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
}

describe('sizes', () => {
  test.each([
    ['gpt-image-2', 1248, 832, '1248x832'],
    ['gpt-image-2', 3840, 2160, '3840x2160'],
    ['gpt-image-2', 1000, 1000, '1008x1008'],
    ['gpt-image-2', 4096, 4096, '2880x2880'],
    ['gpt-image-2', 1600, 160, '480x160'],
    ['gpt-image-2', 1, 1, '16x16'],
    ['gpt-image-2.5-sunburst', 832, 1248, '832x1248'],
    ['gpt-image-2.6-flare', 1376, 768, '1376x768'],
    ['gpt-image-1.5', 1360, 768, '1536x1024'],
    ['gpt-image-1.5', 768, 1360, '1024x1536'],
    ['gpt-image-1-mini', 1440, 1440, '1024x1024'],
    ['chatgpt-image-latest', 3456, 2304, '1536x1024'],
  ])('%s is asked for %d x %d as %s', (id, width, height, size) => {
    const scheme = openAiFacts(row(id)).size ?? schemeByName('');
    expect(wireSize(scheme, { width, height })).toBe(size);
    // A model newer than the catalogue is asked for by its name alone, and must not be asked for less.
    expect(wireSize(schemeByName(id), { width, height })).toBe(size);
  });

  test('the catalogue is followed where it says other than the name', () => {
    const narrow = { ...row('gpt-image-2'), freeSize: undefined, sizes: ['512x512'] };
    expect(openAiFacts(narrow).size).toEqual({ kind: 'list', sizes: [[512, 512]] });
    const { size } = openAiFacts({
      ...row('gpt-image-2'),
      freeSize: { step: 64, minSide: 256, maxSide: 1024, maxPixels: 1_048_576, maxAspect: 2 },
    });
    expect(wireSize(size ?? schemeByName(''), { width: 2000, height: 100 })).toBe('512x256');
  });
});

test('a quality is said in the words of the catalogue, and without a row as ever', () => {
  expect(openAiFacts(row('gpt-image-2')).quality).toEqual({ standard: 'medium', hd: 'high', '4k': 'high' });
  expect(QUALITY_WORDS).toEqual(openAiFacts(row('gpt-image-2')).quality);
  expect(openAiFacts(row('gpt-image-1.5')).inputFidelity).toBe('high');
  expect(openAiFacts(row('gpt-image-1-mini')).inputFidelity).toBe('low');
  expect(openAiFacts(row('gpt-image-2'))).not.toHaveProperty('inputFidelity');
});

describe('cost', () => {
  const details = (text: number, image: number) => ({ text_tokens: text, image_tokens: image });
  test.each([
    ['text alone', 'gpt-image-2', { in: 20, details: details(20, 0), out: 1056 }, 20 * 5 + 1056 * 30],
    [
      'a picture sent along',
      'gpt-image-2',
      { in: 1020, details: details(20, 1000), out: 1056 },
      20 * 5 + 1000 * 8 + 1056 * 30,
    ],
    ['no details: all counts as text', 'gpt-image-2', { in: 100, out: 10 }, 100 * 5 + 10 * 30],
    ['another row', 'gpt-image-1.5', { in: 10, details: details(10, 0), out: 10 }, 10 * 5 + 10 * 32],
    [
      'half a millionth is rounded up',
      'gpt-image-1-mini',
      { in: 3, details: details(0, 3), out: 1 },
      Math.ceil(3 * 2.5 + 8),
    ],
  ])('%s', (_name, id, counted, micros) => {
    const usage = {
      input_tokens: counted.in,
      output_tokens: counted.out,
      ...('details' in counted ? { input_tokens_details: counted.details } : {}),
    };
    expect(costOf(usage, openAiFacts(row(id)))).toEqual({
      kind: 'money',
      currency: 'USD',
      micros,
      usage: { inputTokens: counted.in, outputTokens: counted.out },
    });
  });

  test('what was not counted has no cost', () => {
    expect(costOf(null, openAiFacts(row('gpt-image-2')))).toBeNull();
  });
});
