import { describe, expect, it } from 'vitest';
import { chooseHost, type HostFacts } from './choose-host.ts';

const nothing: HostFacts = {
  asked: null,
  electronBinary: false,
  downloadAnswers: false,
  chromium: true,
  display: true,
};

describe('which shell a start uses', () => {
  it.each([
    ['the binary is here', { electronBinary: true }, 'electron'],
    [
      'the binary is here, the browser is asked for',
      { electronBinary: true, asked: 'browser' as const },
      'browser',
    ],
    ['the download host answers', { downloadAnswers: true }, 'fetch-electron'],
    ['it does not answer', {}, 'browser'],
    ['no Chromium either', { chromium: false }, 'address'],
    ['no display', { display: false }, 'address'],
    [
      'the browser is asked for on a machine without a display',
      { asked: 'browser' as const, display: false },
      'address',
    ],
  ] as const)('%s', (_name, change, kind) => {
    const choice = chooseHost({ ...nothing, ...change });
    expect(choice.kind).toBe(kind);
    expect(choice.why.split('\n')).toHaveLength(1);
    expect(choice.why.length).toBeGreaterThan(20);
  });
});
