import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchOf } from './match.ts';

describe('typed words as a query', () => {
  test.each([
    ['', null],
    ['   ', null],
    ['?!', null],
    ['quin', '"quin"*'],
    ['fox  gol', '"fox" AND "gol"*'],
    ['say "hi"', '"say" AND """hi"""*'],
    ['fox - gol', '"fox" AND "gol"*'],
    ['NOT OR (', '"NOT" AND "OR"*'],
    ['prompt:fox', '"prompt:fox"*'],
  ])('%j', (words, match) => {
    expect(matchOf(words)).toBe(match);
  });

  test('nothing typed is an operator: the index takes every query', () => {
    const db = new Sqlite(':memory:');
    db.exec(
      "CREATE VIRTUAL TABLE t USING fts5 (a, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2')",
    );
    const query = db.prepare('SELECT rowid FROM t WHERE t MATCH ?');
    const operators = fc.constantFrom(
      '"',
      '*',
      '^',
      '(',
      ')',
      'NEAR(',
      ' AND ',
      ' OR ',
      ' NOT ',
      ':',
      '{a}',
      '+',
      '\0',
      '-',
    );
    const typed = fc.array(fc.oneof(operators, fc.string({ unit: 'grapheme', maxLength: 8 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(typed, (pieces) => {
        const match = matchOf(pieces.join(''));
        if (match !== null) query.all(match);
      }),
    );
  });
});
