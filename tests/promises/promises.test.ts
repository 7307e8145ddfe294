import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_RUN, untilEnded } from '../drivers/contract-client.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';
import { createOpenAiDouble, ERRORS, type OpenAiDouble } from '../fakes/openai/index.ts';

/**
 * The promises that hold today, by their ids. One that is not named here does not hold yet. Each is shown on a running
 * desktop, with OpenAI's wire at the other end.
 */
let opened: OpenedDesktop;
let double: OpenAiDouble;

beforeAll(async () => {
  double = await createOpenAiDouble({ port: 0 });
  opened = await openDesktop({ GESSO_OPENAI_URL: double.baseUrl });
  await opened.client.providers.setKey({ id: 'openai', key: double.key });
});
afterAll(async () => {
  await opened.end();
  await double.close();
});

async function run(change: Partial<typeof SMALL_RUN>) {
  const { generationId } = await opened.client.generations.submit({ ...SMALL_RUN, count: 1, ...change });
  return untilEnded(opened.client, generationId);
}

/** Every file below the folder, as text that a search can look through. */
function filesBelow(folder: string): { name: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: path, text: readFileSync(path, 'latin1') }));
}

describe('promises', () => {
  it('P-10: prompt, outputs, settings and task metadata are local history, found by words', async () => {
    const job = await run({ prompt: 'a zinc watering can, P10 marker', aspect: '2:3' });
    const { pictures } = await opened.client.library.search({
      words: 'zinc watering',
      trashed: false,
      before: null,
      limit: 5,
    });
    const details = await opened.client.library.get({ id: pictures[0]?.id ?? '' });
    expect(details.fullPrompt).toBe('a zinc watering can, P10 marker');
    expect(details.input).toMatchObject({ aspect: '2:3', quality: 'standard', modelId: 'sandbox' });
    expect(job.input).toEqual(details.input);
  });

  it('P-11: text to image works, in the sandbox and through a real interface', async () => {
    expect(await run({})).toMatchObject({ state: 'succeeded', delivered: 1 });
    expect(await run({ modelId: 'gpt-image-2' })).toMatchObject({ state: 'succeeded', delivered: 1 });
  });

  it('P-15: a failed run leaves upstream, model, error class, request id and times, and no secret', async () => {
    double.script(ERRORS.server);
    const job = await run({ modelId: 'gpt-image-2', prompt: 'a vase for P15' });
    expect(job).toMatchObject({
      state: 'failed',
      providerId: 'openai',
      modelId: 'gpt-image-2',
      reason: { code: 'upstream' },
    });
    expect(job.reason?.requestId).toBeTruthy();
    expect(job.endedAtMs).toBeGreaterThanOrEqual(job.createdAtMs);
    expect(JSON.stringify(job)).not.toContain(double.key);
  });

  it("P-16: prohibited content is a typed refusal; the prompt stays in the person's own history", async () => {
    double.script(ERRORS.moderation('input', ['likeness']));
    const job = await run({ modelId: 'gpt-image-2', prompt: 'something the model refuses' });
    expect(job).toMatchObject({ state: 'refused', delivered: 0, reason: { code: 'refused' } });
    expect(job.reason?.stage).not.toBeNull();
    expect(job.input.prompt).toBe('something the model refuses');
  });

  it("P-18: each picture knows its model's licence note", async () => {
    await run({ modelId: 'gpt-image-2', prompt: 'a licensed lemon' });
    const { pictures } = await opened.client.library.search({
      words: 'licensed',
      trashed: false,
      before: null,
      limit: 1,
    });
    expect((await opened.client.library.get({ id: pictures[0]?.id ?? '' })).licenceNote).toBe('openai-terms');
  });

  it('P-51: what goes to a provider holds the prompt and parameters, and nothing about the person or the install', async () => {
    await run({ modelId: 'gpt-image-2', prompt: 'only this goes out' });
    const sent = double.requests.at(-1);
    const { installId } = await opened.client.app.state({});
    const text = JSON.stringify(sent);
    expect(text).toContain('only this goes out');
    for (const hidden of [
      installId,
      opened.data,
      process.env.HOME ?? '/root',
      process.env.USER ?? '-no-user-',
    ]) {
      expect(text).not.toContain(hidden);
    }
  });

  it('P-52: the key is in no file, no row, no log and no answer', async () => {
    const answers = [
      await opened.client.providers.list({}),
      await opened.client.generations.list({}),
      await opened.client.settings.get({}),
    ];
    expect(JSON.stringify(answers)).not.toContain(double.key);
    const holding = filesBelow(opened.data).filter((file) => file.text.includes(double.key));
    expect(holding.map((file) => file.name)).toEqual([]);
    expect(opened.desktop.output()).not.toContain(double.key);
  });

  it('P-53: nothing is loaded from anywhere else: the policy says so and the built window names no other host', async () => {
    const answer = await fetch(`${opened.origin}/`, { headers: { cookie: opened.cookie } });
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    const built = fileURLToPath(new URL('../../build/renderer', import.meta.url));
    const loads = filesBelow(built)
      .filter((file) => /\.(html|css)$/.test(file.name))
      .flatMap((file) =>
        [...file.text.matchAll(/(?:src|href|url)\s*[=(]\s*["']?(https?:[^"')\s]+)/g)].map(
          (match) => match[1],
        ),
      );
    expect(loads).toEqual([]);
  });
});
