import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countries,
  holdsCardNumber,
  isCountry,
  tidyAddress,
  tidyDevice,
  tidyLine,
  tidyProfile,
} from './fields.ts';

describe('lines that a person typed', () => {
  it('come out as one line without anything unseen, and stay as they are the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const line = tidyLine(text);
        if (line === null) return;
        expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(tidyLine(line)).toBe(line);
      }),
    );
  });

  it('hold no number that could be a card (P-26)', () => {
    for (const text of [
      '4242424242424242',
      'Ada 4242 4242 4242 4242',
      '5555-5555-5555-4444 x',
      '378282246310005',
    ])
      expect([text, holdsCardNumber(text), tidyLine(text)]).toEqual([text, true, null]);
    for (const text of ['Studio 54', '2026-11-28', '4242424242424241', '+43 660 1234567'])
      expect([text, holdsCardNumber(text)]).toEqual([text, false]);
  });

  it('a device has a name of 80 letters at most, however it is written', () => {
    expect(tidyDevice(undefined)).toBe('');
    expect(tidyDevice('  Ines\u2019s\nMac\u202e  ')).toBe('Ines\u2019s Mac');
    expect(Array.from(tidyDevice('🖥️'.repeat(100))).length).toBe(80);
  });
});

describe('addresses', () => {
  it.each([
    ['Ines@Example.COM ', 'ines@example.com'],
    ['a.b+c@mail.example.org', 'a.b+c@mail.example.org'],
    ['müller@example.com', 'müller@example.com'],
  ])('%s is %s', (typed, address) => {
    expect(tidyAddress(typed)).toBe(address);
  });

  it.each([
    '',
    'a',
    'a@',
    '@b.de',
    'a@b',
    'a b@c.de',
    'a@b.de, c@d.de',
    'a@b.de\nBcc: c@d.de',
    '"a"@b.de',
    'a@b..',
    '<a@b.de>',
  ])('%j is none', (typed) => {
    expect(tidyAddress(typed)).toBeNull();
  });

  it('nothing that could end a line or add a recipient is ever an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
        const address = tidyAddress(text);
        if (address !== null) expect(address).not.toMatch(/[\s,;<>"()]/);
      }),
    );
  });
});

describe('profiles', () => {
  it('whatever is sent is tidied or refused by its field', () => {
    const some = fc.oneof(fc.string({ maxLength: 60 }), fc.constant(null));
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), some, some, some, (name, language, country, timeZone) => {
        const answer = tidyProfile({ name, language, country, timeZone });
        if (answer.kind === 'wrong')
          expect(['name', 'language', 'country', 'timeZone']).toContain(answer.field);
        else expect(tidyProfile(answer.change)).toEqual(answer);
      }),
    );
  });

  it('countries are those people live in', () => {
    const known = countries('en');
    expect(known.length).toBeGreaterThan(240);
    expect(known.some(({ name }) => name === 'New Zealand')).toBe(true);
    for (const code of ['DD', 'SU', 'EU', 'ZZ', 'UK', 'de', 'D'] as const)
      expect([code, isCountry(code)]).toEqual([code, false]);
  });
});
