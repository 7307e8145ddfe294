import { expect, test } from 'vitest';
import { checkRequest } from './check-request.ts';

const lawful = { prompt: 'quinces', model: 'gpt-image-2', n: 1, size: '1248x832' };

test('a lawful request is read', () => {
  expect(checkRequest(lawful)).toMatchObject({
    prompt: 'quinces',
    width: 1248,
    height: 832,
    n: 1,
    stream: false,
  });
});

/** A double that lets through what the service refuses hides the bug it is there to show. */
test.each([
  [{ seed: 5 }, 'seed'],
  [{ response_format: 'b64_json' }, 'response_format'],
  [{ negative_prompt: 'people' }, 'negative_prompt'],
  [{ prompt: '' }, 'prompt'],
  [{ prompt: 'x'.repeat(32_001) }, 'prompt'],
  [{ model: 'dall-e-3' }, 'model'],
  [{ model: 'gpt-image-1' }, 'model'],
  [{ n: 0 }, 'n'],
  [{ n: 11 }, 'n'],
  [{ n: 1.5 }, 'n'],
  [{ size: '1250x832' }, 'size'],
  [{ size: '3840x3840' }, 'size'],
  [{ size: '1600x160' }, 'size'],
  [{ model: 'gpt-image-1.5', size: '1248x832' }, 'size'],
  [{ quality: 'hd' }, 'quality'],
  [{ stream: 'yes' }, 'stream'],
  [{ quality: 'max' }, 'quality'],
  [{ background: 'transparent' }, 'background'],
  [{ model: 'gpt-image-1.5', background: 'transparent', output_format: 'jpeg', size: 'auto' }, 'background'],
  [{ partial_images: 2 }, 'partial_images'],
  [{ stream: true, partial_images: 4 }, 'partial_images'],
])('%j is refused', (change, param) => {
  expect(checkRequest({ ...lawful, ...change })).toMatchObject({ param });
});

test.each([[null], ['text'], [[]]])('%j is no request', (body) => {
  expect(checkRequest(body)).toHaveProperty('message');
});
