import type { InputPicture, ProviderRequest } from '../contract/index.ts';

const USES: Readonly<Record<Exclude<InputPicture['role'], 'mask'>, string>> = {
  source: 'what is edited',
  subject: 'its subject',
  style: 'its style alone',
  palette: 'its colours alone',
};

/**
 * The prompt with a last line that says what each picture is there for: the interface has no field for it. The numbers
 * are the order of the upload. One picture to edit needs no words, and a prompt that has no room for them goes without.
 */
export function promptWithRoles(
  request: Pick<ProviderRequest, 'prompt' | 'references'>,
  maxChars: number,
): string {
  const sources = request.references.filter(({ role }) => role === 'source');
  const others = request.references.filter(({ role }) => role !== 'source' && role !== 'mask');
  if (others.length === 0) return request.prompt;
  const uses = [...sources, ...others].flatMap(({ role }, at) =>
    role === 'mask' ? [] : [`picture ${at + 1} for ${USES[role]}`],
  );
  const line = `\n\nUse ${uses.join(', ')}.`;
  return request.prompt.length + line.length > maxChars ? request.prompt : request.prompt + line;
}
