import { parseArgs } from 'node:util';
import { tortureDecoder } from '../tests/drivers/hostile/torture.ts';

/**
 * Sends pictures that were changed at random through the real decoder:
 *   npm run torture -- decoder [--count 100000] [--seed 1] [--from 0]
 * Prints one line of JSON. The seed and an index give one mutation again: `--from INDEX --count 1`. A crash of this
 * process, a picture that is never answered, or a child over its memory is a failure; a crash of a child is counted.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const [count, seed, from] = [values.count, values.seed, values.from].map(Number);
const numbers = [count, seed, from].every((value) => Number.isSafeInteger(value) && Number(value) >= 0);
if (positionals[0] !== 'decoder' || !numbers || count === 0) {
  console.error('Say what: npm run torture -- decoder [--count N] [--seed N] [--from N]');
  process.exit(2);
}
const result = await tortureDecoder({
  count: count ?? 0,
  seed: seed ?? 0,
  from: from ?? 0,
  tell: (line) => console.error(line),
});
console.log(JSON.stringify(result));
process.exit(result.pass ? 0 : 1);
