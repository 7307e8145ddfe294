import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { Outage } from '../platform/outage.ts';
import { lastWords } from './last-words.ts';

it('a statement that failed is told without the values it was given', () => {
  const cause = new Error('relation "codes" does not exist');
  const said = lastWords(new DrizzleQueryError('insert into codes values ($1)', ['ines@example.com'], cause));
  expect(said).toContain('relation "codes" does not exist');
  expect(said).toMatch(/last-words\.test\.ts/);
  expect(said).not.toContain('ines@example.com');
});

it('a part that is away is named, and why', () => {
  const cause = new DrizzleQueryError(
    'select $1',
    ['ines@example.com'],
    new Error('connect ECONNREFUSED 127.0.0.1:5432'),
  );
  expect(lastWords(new Outage('database', { cause }))).toBe(
    'The database can not be reached: connect ECONNREFUSED 127.0.0.1:5432',
  );
});

it('everything else is told as it is', () => {
  expect(lastWords(new Error('no such thing'))).toContain('no such thing');
  expect(lastWords('a word')).toBe('failed');
});
