import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise, type IReporterOutput } from 'dependency-cruiser';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from './tree.ts';

const config = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'));
const FOLDERS = ['shared', 'providers', 'media', 'electron', 'renderer', 'cloud', 'scripts'];

/** With a parser that can't read TypeScript the cruiser sees no modules and passes: hence the least number. */
const LEAST_MODULES = 250;

/** One forbidden import for each rule: the file that does it, and what it imports. */
const PLANTED: Readonly<Record<string, readonly [file: string, source: string]>> = {
  'no-circles': ['shared/kernel/one.ts', "import { two } from './two.ts'; export const one = two;"],
  'shared-root': ['shared/kernel/x.ts', "import '../../media/decoder/index.ts';"],
  'providers-root': ['providers/openai/x.ts', "import '../../electron/db/index.ts';"],
  'media-root': ['media/decoder/x.ts', "import '../../providers/sandbox/index.ts';"],
  'electron-root': ['electron/app/x.ts', "import '../../renderer/ui/index.ts';"],
  'renderer-root': ['renderer/app/x.ts', "import '../../electron/db/index.ts';"],
  'electron-layer-app': ['electron/app/y.ts', "import '../hosts/browser/main.ts';"],
  'electron-layer-server': ['electron/server/x.ts', "import '../app/y.ts';"],
  'electron-layer-generations-documents-accounts': [
    'electron/generations/x.ts',
    "import '../server/index.ts';",
  ],
  'electron-layer-library-frames-settings': ['electron/library/x.ts', "import '../generations/index.ts';"],
  'electron-layer-db-secrets-cloud': ['electron/db/x.ts', "import '../library/index.ts';"],
  'electron-layer-platform': ['electron/platform/x.ts', "import '../db/index.ts';"],
  'renderer-layer-first-run-studio-library-settings-export-bring-in-documents-account': [
    'renderer/studio/x.ts',
    "import '../app/main.ts';",
  ],
  'renderer-layer-bridge': ['renderer/bridge/x.ts', "import '../studio/index.ts';"],
  'renderer-layer-ui-text': ['renderer/text/x.ts', "import '../bridge/index.ts';"],
  'cloud-root': ['cloud/app/x.ts', "import '../../electron/db/index.ts';"],
  'cloud-layer-http': ['cloud/http/x.ts', "import '../app/x.ts';"],
  'cloud-layer-sign-in': ['cloud/sign-in/x.ts', "import '../http/index.ts';"],
  'cloud-layer-oauth': ['cloud/oauth/x.ts', "import '../sign-in/index.ts';"],
  'cloud-layer-accounts': ['cloud/accounts/x.ts', "import '../oauth/index.ts';"],
  'cloud-layer-sessions-objects-ledger': ['cloud/sessions/x.ts', "import '../accounts/index.ts';"],
  'cloud-layer-queue': ['cloud/queue/x.ts', "import '../objects/index.ts';"],
  'cloud-layer-mail-limits': ['cloud/mail/x.ts', "import '../queue/index.ts';"],
  'cloud-layer-db-pages-wire': ['cloud/db/x.ts', "import '../limits/index.ts';"],
  'cloud-layer-platform': ['cloud/platform/x.ts', "import '../db/index.ts';"],
  'only-cloud-oauth-speaks-through-its-library': [
    'cloud/accounts/y.ts',
    "import Provider from 'oidc-provider'; export const y = Provider;",
  ],
  'only-cloud-db-speaks-through-its-library': [
    'cloud/accounts/z.ts',
    "import pg from 'pg'; export const z = pg;",
  ],
  'only-cloud-queue-speaks-through-its-library': [
    'cloud/http/y.ts',
    "import { PgBoss } from 'pg-boss'; export const y = PgBoss;",
  ],
  'only-cloud-mail-speaks-through-its-library': [
    'electron/app/mail.ts',
    "import mail from 'nodemailer'; export const m = mail;",
  ],
  'only-cloud-objects-speaks-through-its-library': [
    'cloud/http/z.ts',
    "import { Disk } from 'flydrive'; export const z = Disk;",
  ],
  ...Object.fromEntries(
    [
      ['cloud', 'http', 'app'],
      ['cloud', 'sign-in', 'app'],
      ['cloud', 'oauth', 'app'],
      ['cloud', 'accounts', 'app'],
      ['cloud', 'sessions', 'app'],
      ['cloud', 'objects', 'app'],
      ['cloud', 'ledger', 'app'],
      ['cloud', 'queue', 'app'],
      ['cloud', 'mail', 'app'],
      ['cloud', 'limits', 'app'],
      ['cloud', 'db', 'app'],
      ['cloud', 'pages', 'app'],
      ['cloud', 'wire', 'app'],
      ['electron', 'generations', 'app'],
      ['electron', 'documents', 'generations'],
      ['electron', 'accounts', 'generations'],
      ['electron', 'library', 'generations'],
      ['electron', 'frames', 'generations'],
      ['electron', 'settings', 'generations'],
      ['electron', 'secrets', 'generations'],
      ['electron', 'cloud', 'generations'],
      ['electron', 'db', 'library'],
      ['electron', 'server', 'app'],
      ['renderer', 'studio', 'app'],
      ['renderer', 'library', 'app'],
      ['renderer', 'settings', 'app'],
      ['renderer', 'first-run', 'app'],
      ['renderer', 'export', 'app'],
      ['renderer', 'bring-in', 'app'],
      ['renderer', 'documents', 'app'],
      ['renderer', 'account', 'app'],
      ['shared', 'kernel', 'operations'],
      ['shared', 'geometry', 'operations'],
      ['shared', 'document', 'operations'],
      ['shared', 'guarantee', 'operations'],
      ['shared', 'frame', 'pictures'],
      ['shared', 'operations', 'contracts'],
      ['shared', 'pictures', 'contracts'],
      ['providers', 'contract', 'openai'],
      ['providers', 'sandbox', 'openai'],
      ['providers', 'openai', 'sandbox'],
      ['media', 'decoder', 'metadata'],
      ['media', 'metadata', 'decoder'],
    ].map(([root, noun, from]) => [
      `${root}-${noun}-index`,
      [`${root}/${from}/past-${noun}.ts`, `import '../${noun}/inner.ts';`] as const,
    ]),
  ),
  'shared-is-pure': ['shared/kernel/y.ts', "import 'node:fs';"],
  'window-takes-contracts-as-types': ['renderer/bridge/y.ts', "import { z } from 'zod'; export const y = z;"],
  'window-has-no-node': ['renderer/bridge/z.ts', "import 'node:fs';"],
  'ui-knows-nothing-of-gesso': ['renderer/ui/x.ts', "import '../../shared/kernel/index.ts';"],
  'electron-only-in-its-host': ['electron/app/z.ts', "import { app } from 'electron'; export const z = app;"],
  'native-behind-one-folder': ['electron/library/y.ts', "import sharp from 'sharp'; export const y = sharp;"],
  'no-unresolved': ['scripts/x.ts', "import './not-there.ts';"],
};

const CLOUD_NOUNS = [
  'http',
  'sign-in',
  'oauth',
  'accounts',
  'sessions',
  'objects',
  'ledger',
  'queue',
  'mail',
  'limits',
  'db',
  'pages',
  'wire',
];

/** What the planted files import. */
const GROUND = [
  'cloud/app/x.ts',
  ...CLOUD_NOUNS.flatMap((noun) => [`cloud/${noun}/index.ts`, `cloud/${noun}/inner.ts`]),
  'shared/kernel/two.ts',
  'electron/hosts/browser/main.ts',
  'renderer/app/main.ts',
  ...['kernel', 'geometry', 'document', 'frame', 'guarantee', 'operations', 'pictures'].flatMap((noun) => [
    `shared/${noun}/index.ts`,
    `shared/${noun}/inner.ts`,
  ]),
  ...['contract', 'sandbox', 'openai'].flatMap((noun) => [
    `providers/${noun}/index.ts`,
    `providers/${noun}/inner.ts`,
  ]),
  ...['decoder', 'metadata'].flatMap((noun) => [`media/${noun}/index.ts`, `media/${noun}/inner.ts`]),
  ...[
    'generations',
    'documents',
    'accounts',
    'library',
    'frames',
    'settings',
    'secrets',
    'cloud',
    'db',
    'server',
  ].flatMap((noun) => [`electron/${noun}/index.ts`, `electron/${noun}/inner.ts`]),
  ...[
    'studio',
    'library',
    'settings',
    'first-run',
    'export',
    'bring-in',
    'documents',
    'account',
    'bridge',
    'ui',
  ].flatMap((noun) => [`renderer/${noun}/index.ts`, `renderer/${noun}/inner.ts`]),
];

async function look(baseDir: string) {
  const { enhancedResolveOptions, ...options } = config.options;
  const result: IReporterOutput = await cruise(
    FOLDERS,
    { ...options, baseDir, validate: true, ruleSet: { forbidden: config.forbidden } },
    enhancedResolveOptions,
  );
  if (typeof result.output === 'string') throw new Error('the cruiser answered with text');
  return result.output.summary;
}

const planted = mkdtempSync(join(tmpdir(), 'gesso-planted-'));
afterAll(() => rmSync(planted, { recursive: true, force: true }));

describe('import rules', () => {
  it('hold in the whole tree, which the parser can see', async () => {
    const summary = await look(ROOT);
    expect(summary.totalCruised).toBeGreaterThan(LEAST_MODULES);
    expect(summary.violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`)).toEqual([]);
  });

  it('each catch a planted import', async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(planted, 'node_modules'));
    writeFileSync(join(planted, 'package.json'), '{"type":"module"}');
    const put = (file: string, source: string): void => {
      mkdirSync(dirname(join(planted, file)), { recursive: true });
      writeFileSync(join(planted, file), source);
    };
    for (const file of GROUND) put(file, 'export {};');
    put('shared/kernel/two.ts', "import { one } from './one.ts'; export const two = one;");
    for (const [file, source] of Object.values(PLANTED)) put(file, source);
    const summary = await look(planted);
    const caught = new Set(summary.violations.map((violation) => violation.rule.name));
    const rules: string[] = config.forbidden.map((rule: { name: string }) => rule.name);
    expect(Object.keys(PLANTED).sort()).toEqual([...rules].sort());
    for (const [rule, [file]] of Object.entries(PLANTED)) {
      const at = summary.violations.some((v) => v.rule.name === rule && v.from === file);
      expect(at, `${rule} did not catch ${file}; caught: ${[...caught].join(', ')}`).toBe(true);
    }
  });
});
