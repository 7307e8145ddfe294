import { describe, expect, it } from 'vitest';
import { codeOnly, productFiles, read } from './tree.ts';

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** Where it is at home. */
  readonly except: RegExp;
}

/** The parts that are the world: entries and hosts start things, platform wraps them. */
const WORLD =
  /^electron\/(platform|hosts)\/|^cloud\/(platform\/|app\/main)|^media\/decoder\/child|-worker\.ts$/;
/** The window has the browser's own timers and dates for showing things; its rules are stricter on storage. */
const WINDOW_OR_WORLD = new RegExp(`^renderer/|${WORLD.source}`);

/** The launch page's script is a text that runs in the browser, before there is a bridge. */
const LAUNCH_PAGE = /^renderer\/(bridge|engine)\/|^electron\/server\/launch\.ts$/;

const BANS: readonly Ban[] = [
  {
    what: 'Date',
    pattern: /\bDate\b\s*[.(]|\bnew Date\b/,
    instead: 'deps.clock.now()',
    except: WINDOW_OR_WORLD,
  },
  {
    what: 'timers',
    pattern: /\bset(Timeout|Interval|Immediate)\s*\(/,
    instead: 'deps.clock.sleep()',
    except: WINDOW_OR_WORLD,
  },
  {
    what: 'Math.random',
    pattern: /\bMath\.random\b/,
    instead: 'deps.random or a seeded generator',
    except: /^$/,
  },
  { what: 'randomUUID', pattern: /\brandomUUID\b/, instead: 'deps.ids.uuid()', except: WORLD },
  {
    what: 'process.env',
    pattern: /\bprocess\.env\b/,
    instead: 'DesktopConfig, parsed once by the entry',
    except: WORLD,
  },
  { what: 'process.exit', pattern: /\bprocess\.exit\b/, instead: 'ending what was started', except: WORLD },
  { what: 'console', pattern: /\bconsole\.\w/, instead: 'deps.log', except: /^$/ },
  {
    what: 'browser storage',
    pattern: /\b(localStorage|sessionStorage|indexedDB)\b/,
    instead: 'settings over the contract',
    except: /^$/,
  },
  {
    what: 'cookies in the window',
    pattern: /\bdocument\.cookie\b/,
    instead: 'nothing: the server owns the cookie',
    except: /^$/,
  },
  {
    what: 'raw HTML',
    pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\b/,
    instead: 'JSX',
    except: /^$/,
  },
  { what: 'eval', pattern: /\beval\s*\(|\bnew Function\b/, instead: 'data', except: /^$/ },
  { what: 'any', pattern: /:\s*any\b|\bas any\b|<any>/, instead: 'unknown, parsed', except: /^$/ },
  { what: 'double casts', pattern: /\bas unknown as\b/, instead: 'a parser or a type guard', except: /^$/ },
  {
    what: 'disabled checks',
    pattern: /@ts-(ignore|expect-error|nocheck)/,
    instead: 'a right type',
    except: /^$/,
  },
  { what: 'fetch', pattern: /(^|[^.\w])fetch\(/m, instead: 'deps.fetch, or the bridge', except: LAUNCH_PAGE },
];

describe('banned calls', () => {
  for (const ban of BANS) {
    it(`${ban.what}: use ${ban.instead}`, () => {
      const found = productFiles()
        .filter((file) => !ban.except.test(file))
        .flatMap((file) =>
          codeOnly(read(file))
            .split('\n')
            .flatMap((line, index) =>
              ban.pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
            ),
        );
      expect(found).toEqual([]);
    });
  }

  it('each catch what they ban', () => {
    const samples = [
      'const a = Date.now();',
      'setTimeout(f, 1);',
      'Math.random()',
      'randomUUID()',
      'process.env.X',
      'process.exit(1)',
      'console.log(1)',
      'localStorage.x',
      'document.cookie',
      'x.innerHTML = y',
      'eval(x)',
      'const x: any = 1;',
      'x as unknown as Y',
      '@ts-ignore',
      'await fetch(url)',
    ];
    expect(samples.length).toBe(BANS.length);
    for (const [index, ban] of BANS.entries()) expect(codeOnly(samples[index] ?? '')).toMatch(ban.pattern);
  });
});
