import { describe, expect, it } from 'vitest';
import { knownMigrations, statementsOf } from './migrate.ts';

describe('migrations', () => {
  it('are numbered without a gap, and each ends in whole statements', () => {
    const known = knownMigrations();
    expect(known.map(({ name }) => Number(name.slice(0, 4)))).toEqual(known.map((_, index) => index + 1));
    for (const { text } of known)
      for (const statement of statementsOf(text))
        expect(statement).toMatch(/^(CREATE|ALTER|INSERT|UPDATE|DROP)[\s\S]*;$/);
  });

  it('are split at the ends of statements and not inside of a function', () => {
    const text = `-- A comment; with a semicolon
CREATE TABLE a (id text);
CREATE FUNCTION f() RETURNS void AS $$
BEGIN
  DELETE FROM a;
END;
$$ LANGUAGE plpgsql;
CREATE INDEX b ON a (id);
`;
    expect(statementsOf(text)).toHaveLength(3);
    expect(statementsOf(text)[1]).toContain('DELETE FROM a;');
  });
});
