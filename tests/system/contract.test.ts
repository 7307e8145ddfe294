import { isDefinedError, safe } from '@orpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desktopContract } from '../../shared/contracts/desktop/index.ts';
import { SMALL_RUN, until, untilEnded, untilPending } from '../drivers/contract-client.ts';
import { placeOf } from '../drivers/frames.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';

let opened: OpenedDesktop;

beforeAll(async () => {
  opened = await openDesktop();
});
afterAll(() => opened.end());

const NOWHERE = '01900000-0000-7000-8000-000000000000';

const EXPORT = { format: 'png', quality: 90, scale: 1, profile: 'keep', includePrompt: true };

const PROOF = {
  protectedPixels: 1,
  largestChangeOutside: 0,
  placement: { x: 0, y: 0, scale: 1, radians: 0 },
  colours: { gain: [1, 1, 1], bias: [0, 0, 0] },
  seam: { asItCame: 1, asUsed: 0 },
};

/** Every procedure once, with what it answers on a new library: a value, or a refusal by name. */
const CALLS: Readonly<Record<string, readonly [input: unknown, answer: 'value' | 'stream' | string]>> = {
  'app.state': [{}, 'value'],
  'app.retryOpen': [{}, 'value'],
  'app.setAside': [{}, 'NOT_POSSIBLE'],
  'app.changes': [{}, 'stream'],
  'app.progress': [{}, 'stream'],
  'account.state': [{}, 'value'],
  'account.refresh': [{}, 'NO_CLOUD'],
  'account.signIn': [{ method: null }, 'NO_CLOUD'],
  'account.cancelSignIn': [{}, 'value'],
  'account.startGuest': [{}, 'NO_CLOUD'],
  'account.signOut': [{}, 'value'],
  'account.update': [{ name: 'Quince' }, 'NO_CLOUD'],
  'account.removePicture': [{}, 'NO_CLOUD'],
  'account.acceptTerms': [{ country: 'DE', oldEnough: true }, 'NO_CLOUD'],
  'account.sessions': [{}, 'NO_CLOUD'],
  'account.endSession': [{ id: NOWHERE }, 'NO_CLOUD'],
  'account.endOtherSessions': [{}, 'NO_CLOUD'],
  'account.events': [{ before: null }, 'NO_CLOUD'],
  'account.link': [{ method: 'google' }, 'NO_CLOUD'],
  'account.unlink': [{ id: NOWHERE }, 'NO_CLOUD'],
  'account.requestAddressChange': [{ address: 'a@example.com' }, 'NO_CLOUD'],
  'account.confirmAddressChange': [{ code: '000000' }, 'NO_CLOUD'],
  'account.requestClosing': [{}, 'NO_CLOUD'],
  'account.close': [{ code: null, when: 'now' }, 'NO_CLOUD'],
  'settings.get': [{}, 'value'],
  'settings.update': [{ theme: 'light' }, 'value'],
  'settings.setLibraryFolder': [{ path: '/proc/nothing/here' }, 'FOLDER_MISSING'],
  'settings.listFolder': [{ path: '/nowhere/at/all' }, 'FOLDER_MISSING'],
  'settings.storage': [{}, 'value'],
  'generations.catalogue': [{}, 'value'],
  'generations.quote': [{ ...withoutTexts(), promptChars: 3 }, 'value'],
  'generations.submit': [{ ...SMALL_RUN, prompt: '  ' }, 'PROMPT_EMPTY'],
  'generations.cancel': [{ id: NOWHERE }, 'NOT_FOUND'],
  'generations.retryStore': [{ id: NOWHERE }, 'NOT_FOUND'],
  'generations.close': [{ id: NOWHERE }, 'NOT_FOUND'],
  'generations.whatIsSent': [SMALL_RUN, 'value'],
  'generations.spending': [{}, 'value'],
  'generations.list': [{}, 'value'],
  'candidates.list': [{}, 'value'],
  'candidates.accept': [{ pictureId: NOWHERE, proof: PROOF }, 'NOT_FOUND'],
  'candidates.discard': [{ generationId: NOWHERE }, 'NOT_FOUND'],
  'candidates.reopen': [{ generationId: NOWHERE }, 'NOT_FOUND'],
  'library.search': [{ words: '', trashed: false, before: null, limit: 10 }, 'value'],
  'library.dayCounts': [{ words: '', trashed: false, days: ['2026-11-20'] }, 'value'],
  'library.count': [{ words: '', trashed: false }, 'value'],
  'library.get': [{ id: NOWHERE }, 'NOT_FOUND'],
  'library.trash': [{ ids: [NOWHERE] }, 'value'],
  'library.restore': [{ ids: [NOWHERE] }, 'value'],
  'library.exportSize': [{ id: NOWHERE, options: EXPORT }, 'NOT_FOUND'],
  'library.exportPicture': [{ id: NOWHERE, options: EXPORT, folder: null, name: 'x' }, 'NOT_FOUND'],
  'library.saveOriginal': [{ id: NOWHERE, folder: null, name: 'x' }, 'NOT_FOUND'],
  'library.reveal': [{ id: NOWHERE }, 'NOT_FOUND'],
  'documents.recent': [{}, 'value'],
  'documents.get': [{ id: NOWHERE }, 'NOT_FOUND'],
  'documents.create': [{ name: 'Quinces', width: 16_384, height: 1 }, 'value'],
  'documents.open': [{ path: '/nowhere/at/all.ora' }, 'FILE_MISSING'],
  'documents.close': [{ id: NOWHERE }, 'NOT_FOUND'],
  'documents.duplicate': [{ id: NOWHERE, name: 'Quinces' }, 'NOT_FOUND'],
  'documents.rename': [{ id: NOWHERE, name: 'Quinces' }, 'NOT_FOUND'],
  'documents.setSize': [{ id: NOWHERE, width: 1, height: 1 }, 'NOT_FOUND'],
  'documents.saveAs': [{ id: NOWHERE, path: '/tmp/x.ora', overwrite: false }, 'NOT_FOUND'],
  'documents.exportSize': [{ id: NOWHERE, origins: [], options: EXPORT }, 'NOT_FOUND'],
  'documents.exportFlattened': [
    { id: NOWHERE, origins: [], options: EXPORT, folder: null, name: 'x' },
    'NOT_FOUND',
  ],
  'documents.exportLayered': [{ id: NOWHERE, format: 'psd', folder: null, name: 'x' }, 'NOT_FOUND'],
  'documents.discard': [{ id: NOWHERE }, 'NOT_FOUND'],
  'documents.restore': [{ id: NOWHERE }, 'NOT_FOUND'],
  'providers.list': [{}, 'value'],
  'providers.setKey': [{ id: 'openai', key: 'two words' }, 'KEY_MALFORMED'],
  'providers.removeKey': [{ id: 'openai' }, 'value'],
  'providers.testKey': [{ id: 'openai' }, 'KEY_MISSING'],
  'providers.setServer': [{ address: 'example.com', confirmed: true }, 'ADDRESS_REFUSED'],
  'providers.removeServer': [{}, 'value'],
};

function withoutTexts(): object {
  const { prompt: _prompt, negativePrompt: _negative, ...rest } = SMALL_RUN;
  return rest;
}

type Procedure = (input: unknown, options?: { signal: AbortSignal }) => Promise<unknown>;

function procedure(name: string): Procedure {
  const [noun = '', call = ''] = name.split('.');
  const nouns = opened.client as unknown as Record<string, Record<string, Procedure>>;
  const found = nouns[noun]?.[call];
  if (found === undefined) throw new Error(name);
  return found;
}

describe('the desktop contract, every procedure', () => {
  it('is all in the table', () => {
    const names = Object.entries(desktopContract).flatMap(([noun, calls]) =>
      Object.keys(calls).map((call) => `${noun}.${call}`),
    );
    expect(Object.keys(CALLS).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(CALLS))('%s', async (name, [input, expected]) => {
    const stop = new AbortController();
    const [error, value] = await safe(procedure(name)(input, { signal: stop.signal }));
    stop.abort();
    if (expected === 'value' || expected === 'stream') {
      expect(error).toBeNull();
      if (expected === 'stream') expect(value).toHaveProperty('next');
      return;
    }
    expect(isDefinedError(error)).toBe(true);
    expect(error).toMatchObject({ code: expected });
  });

  it.each([
    ['settings.update', { theme: 'pink' }],
    ['settings.update', { unknown: true }],
    ['settings.update', { libraryFolder: '/tmp' }],
    ['account.signIn', { method: 'facebook' }],
    ['account.update', { name: 'x'.repeat(81) }],
    ['account.update', { id: NOWHERE }],
    ['account.acceptTerms', { country: 'de', oldEnough: true }],
    ['account.endSession', { id: '../accounts' }],
    ['account.link', { method: 'email' }],
    ['account.requestAddressChange', { address: `${'x'.repeat(250)}@example.com` }],
    ['account.confirmAddressChange', { code: '12345' }],
    ['account.close', { code: null, when: 'later' }],
    ['library.search', { words: '', trashed: false, before: null, limit: 1e9 }],
    ['library.search', { words: 'x'.repeat(501), trashed: false, before: null, limit: 1 }],
    ['library.get', { id: "' OR 1=1 --" }],
    ['library.trash', { ids: [] }],
    ['generations.submit', { ...SMALL_RUN, count: 1.5 }],
    ['generations.submit', { ...SMALL_RUN, seed: -1 }],
    ['generations.submit', { ...SMALL_RUN, place: { ...placeOf(null), frameId: '../x' } }],
    ['generations.submit', { ...SMALL_RUN, place: { ...placeOf(null), act: 'paint' } }],
    ['generations.submit', { ...SMALL_RUN, place: { ...placeOf(null), size: { width: 1.5, height: 1 } } }],
    [
      'generations.submit',
      { ...SMALL_RUN, place: { ...placeOf(null), window: { x: 0, y: 0, width: 0, height: 1 } } },
    ],
    ['candidates.accept', { pictureId: NOWHERE, proof: { largestChangeOutside: 0 } }],
    ['candidates.accept', { pictureId: NOWHERE, proof: { ...PROOF, largestChangeOutside: 256 } }],
    ['providers.setKey', { id: 'sandbox', key: 'xxxxxxxxxxxx' }],
    ['providers.setServer', { address: '127.0.0.1' }],
    ['providers.setServer', { address: 'x'.repeat(2001), confirmed: true }],
    ['documents.create', { name: 'x', width: 16_385, height: 1 }],
    ['documents.create', { name: 'x', width: 0, height: 1 }],
    ['documents.create', { name: 'x', width: 1.5, height: 1 }],
    ['documents.create', { name: ' ', width: 1, height: 1 }],
    ['documents.create', { name: 'x'.repeat(256), width: 1, height: 1 }],
    ['documents.open', { path: '' }],
    ['documents.open', { path: '/x.ora', id: NOWHERE }],
    ['documents.saveAs', { id: NOWHERE, path: '/x.ora' }],
    ['documents.exportSize', { id: NOWHERE, origins: [{ sha256: '../x', made: 'drawn' }], options: EXPORT }],
    [
      'documents.exportSize',
      { id: NOWHERE, origins: [{ sha256: 'a'.repeat(64), made: 'a hand' }], options: EXPORT },
    ],
    ['settings.update', { ownServer: { address: 'http://example.com/v1' } }],
  ])('%s refuses %o before it reaches a noun', async (name, input) => {
    await expect(procedure(name)(input)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('what people do, over the contract', () => {
  it('generates, shows progress and previews, accepts, changes its mind, and finds it by a word', async () => {
    const { client } = opened;
    const stop = new AbortController();
    const seen = { fractions: [] as number[], previews: 0, nouns: new Set<string>() };
    void (async () => {
      for await (const step of await client.app.progress({}, { signal: stop.signal })) {
        if (step.fraction !== null) seen.fractions.push(step.fraction);
        for (const { ordinal, version } of step.previews) {
          const url = `${opened.origin}/previews/${step.generationId}/${ordinal}?v=${version}`;
          const preview = await fetch(url, { headers: { cookie: opened.cookie } });
          if (preview.ok) seen.previews += 1;
        }
      }
    })().catch(() => undefined);
    void (async () => {
      for await (const change of await client.app.changes({}, { signal: stop.signal }))
        seen.nouns.add(change.noun);
    })().catch(() => undefined);

    const { generationId } = await client.generations.submit({
      ...SMALL_RUN,
      prompt: 'Two arches at noon, Ärger & "quotes"',
    });
    const job = await untilEnded(client, generationId);
    expect(job).toMatchObject({ state: 'succeeded', delivered: 2, cost: { kind: 'nothing' } });
    stop.abort();
    expect(seen.fractions.length).toBeGreaterThan(2);
    expect([...seen.fractions].sort((a, b) => a - b)).toEqual(seen.fractions);
    expect(seen.previews).toBeGreaterThan(0);
    expect([...seen.nouns]).toEqual(expect.arrayContaining(['generations', 'candidates', 'library']));

    const set = await untilPending(client, 2);
    const [first, second] = set.pictures;
    await client.candidates.accept({ pictureId: second?.pictureId ?? '' });
    expect((await client.settings.get({})).studioPictureId).toBe(second?.pictureId);
    expect(await client.candidates.list({})).toHaveLength(0);
    const verdicts = async () =>
      Promise.all(
        [first, second].map(
          async (one) => (await client.library.get({ id: one?.pictureId ?? '' })).picture.verdict,
        ),
      );
    expect(await verdicts()).toEqual(['passed', 'accepted']);
    await client.candidates.reopen({ generationId });
    expect(await client.candidates.list({})).toHaveLength(1);
    expect(await verdicts()).toEqual(['pending', 'pending']);
    await client.candidates.discard({ generationId });
    expect(await verdicts()).toEqual(['discarded', 'discarded']);

    for (const words of ['arches', 'ARGER', 'noon two', 'quot', '"quotes"', 'arches AND OR NOT (*)']) {
      const { pictures } = await client.library.search({ words, trashed: false, before: null, limit: 10 });
      expect(pictures.length, words).toBe(words.includes('AND') ? 0 : 2);
    }
    await client.library.trash({ ids: [first?.pictureId ?? ''] });
    expect((await client.library.count({ words: '', trashed: true })).total).toBe(1);
    await client.library.restore({ ids: [first?.pictureId ?? ''] });
    expect((await client.library.count({ words: '', trashed: true })).total).toBe(0);
  });

  it.each([
    ['sandbox:refuse', 'refused', 'refused', 0],
    ['sandbox:fail', 'failed', 'upstream', 0],
    ['sandbox:fail-second', 'succeeded', 'upstream', 1],
    ['sandbox:garbage', 'failed', 'not-a-picture', 0],
    ['sandbox:bomb', 'failed', 'not-a-picture', 0],
  ] as const)('%s keeps its reason and costs nothing', async (word, state, code, delivered) => {
    const { client } = opened;
    const { generationId } = await client.generations.submit({ ...SMALL_RUN, prompt: `a vase ${word}` });
    const job = await untilEnded(client, generationId);
    expect(job).toMatchObject({ state, delivered, cost: { kind: 'nothing' }, reason: { code } });
    expect(job.input.prompt).toBe(`a vase ${word}`);
  });

  it('a picture that comes after its set was discarded shares its fate', async () => {
    const { client } = opened;
    const { generationId } = await client.generations.submit({ ...SMALL_RUN, prompt: 'a late vase' });
    await until(30_000, async () =>
      (await client.candidates.list({}))[0]?.pictures.length === 1 ? true : null,
    );
    await client.candidates.discard({ generationId });
    await untilEnded(client, generationId);
    const { pictures } = await client.library.search({
      words: 'late vase',
      trashed: false,
      before: null,
      limit: 5,
    });
    expect(pictures.map((picture) => picture.verdict)).toEqual(['discarded', 'discarded']);
  });

  it('two hundred submits at once are counted one by one, and what runs is always in the list', async () => {
    const { client } = opened;
    const prompt = 'a vase sandbox:stall';
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, () => client.generations.submit({ ...SMALL_RUN, prompt })),
    );
    const accepted = answers.filter((answer) => answer.status === 'fulfilled');
    // Two run, fifty wait.
    expect(accepted.length).toBeGreaterThanOrEqual(50);
    expect(accepted.length).toBeLessThanOrEqual(54);
    const jobs = (await client.generations.list({})).filter((job) => job.endedAtMs === null);
    expect(jobs).toHaveLength(accepted.length);
    await Promise.all(jobs.map((job) => client.generations.cancel({ id: job.id })));
    await until(30_000, async () =>
      (await client.generations.list({})).every((job) => job.endedAtMs !== null) ? true : null,
    );
  });

  it('cancels one that stalls, and one that waits', async () => {
    const { client } = opened;
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      ids.push(
        (await client.generations.submit({ ...SMALL_RUN, prompt: `a vase sandbox:stall ${n}` })).generationId,
      );
    }
    for (const id of [...ids].reverse()) {
      await client.generations.cancel({ id });
      expect(await untilEnded(client, id)).toMatchObject({ state: 'cancelled', delivered: 0 });
    }
    await expect(client.generations.cancel({ id: ids[0] ?? '' })).rejects.toMatchObject({
      code: 'ALREADY_ENDED',
    });
  });
});
