import { expect, test } from 'vitest';
import { picture } from './answers.ts';
import { checkEdit } from './check-edit.ts';
import { readForm, type SeenFile } from './read-form.ts';

const png = Buffer.from(picture({ width: 4, height: 4 }, 0));
const file = (change: Partial<SeenFile> = {}): SeenFile => ({
  field: 'image[]',
  name: 'source.png',
  mediaType: 'image/png',
  bytes: png,
  ...change,
});
const fields = { prompt: 'quinces', model: 'gpt-image-2', n: '2', stream: 'false' };
const fidelity = (model: string, input_fidelity: string) => ({ ...fields, model, input_fidelity });

test('a lawful edit is read, its text fields as numbers and truths', () => {
  const files = [file(), file({ name: 'reference-1.jpg', mediaType: 'image/jpeg' })];
  expect(checkEdit({ fields, files })).toMatchObject({ n: 2, stream: false, images: 2 });
});

/** A double that lets through what the service refuses hides the bug it is there to show. */
test.each([
  ['no picture', fields, [], 'image'],
  ['seventeen pictures', fields, Array.from({ length: 17 }, () => file()), 'image'],
  ['two names', fields, [file(), file({ field: 'image' })], 'image'],
  ['twice one name', fields, [file({ field: 'image' }), file({ field: 'image' })], 'image'],
  ['a type it does not take', fields, [file({ mediaType: 'image/gif' })], 'image'],
  ['text that calls itself a picture', fields, [file({ bytes: Buffer.from('<html>') })], 'image'],
  ['a mask without alpha', fields, [file(), file({ field: 'mask' })], 'mask'],
  ['two masks', fields, [file(), file({ field: 'mask' }), file({ field: 'mask' })], 'mask'],
  ['a number that is none', { ...fields, n: 'two' }, [file()], 'n'],
  ['a truth that is none', { ...fields, stream: 'yes' }, [file()], 'stream'],
  ['fidelity it must not say', fidelity('gpt-image-2', 'high'), [file()], 'input_fidelity'],
  ['fidelity too high', fidelity('gpt-image-1-mini', 'high'), [file()], 'input_fidelity'],
])('%s is refused', (_name, sent, files, param) => {
  expect(checkEdit({ fields: sent, files })).toMatchObject({ param });
});

const part = (headers: string, body: string) => `--b\r\n${headers}\r\n\r\n${body}\r\n`;
const text = part('Content-Disposition: form-data; name="n"', '1');

test.each([
  ['whole', `${text}--b--\r\n`, { n: '1' }],
  ['empty', '--b--\r\n', {}],
  ['without its end', text, null],
  ['a field twice', `${text}${text}--b--\r\n`, null],
  ['something before the first part', `hello\r\n${text}--b--\r\n`, null],
  ['a part without a name', `${part('Content-Type: text/plain', '1')}--b--\r\n`, null],
  ['another boundary', text.replaceAll('--b', '--c'), null],
])('a form: %s', (_name, body, read) => {
  const form = readForm('multipart/form-data; boundary=b', Buffer.from(body));
  expect(form === null ? null : form.fields).toEqual(read);
});
