import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FAILPOINTS, type FailpointName } from '../../shared/kernel/index.ts';
import { openClient, SMALL_RUN, untilEnded } from '../drivers/contract-client.ts';
import { startDesktop } from '../drivers/desktop-process.ts';
import { createOpenAiDouble } from '../fakes/openai/index.ts';

const folders: string[] = [];
function newData(): string {
  const data = mkdtempSync(join(tmpdir(), 'gesso-recovery-'));
  folders.push(data);
  return data;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Every file below the person's picture folder. */
function pictureFiles(data: string): string[] {
  return readdirSync(join(data, 'Pictures'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
}

async function dieAt(
  data: string,
  failpoint: string,
  env: Record<string, string> = {},
  key: string | null = null,
) {
  const desktop = await startDesktop({ data, env: { ...env, GESSO_FAILPOINT: failpoint } });
  const { client, close } = await openClient(desktop.url);
  if (key !== null) await client.providers.setKey({ id: 'openai', key });
  const modelId = key === null ? 'sandbox' : 'gpt-image-2';
  // The answer may or may not come before the process is gone.
  await client.generations.submit({ ...SMALL_RUN, modelId }).catch(() => undefined);
  expect(await desktop.exited).toBeNull();
  close();
}

/** Killed at the first picture and at the second: the second time something is already kept. */
const MOMENTS: readonly FailpointName[] = FAILPOINTS.filter((name) => /^(generate|store)\./.test(name));

describe('kill -9 while generating', () => {
  it.each(
    MOMENTS.flatMap((name) =>
      name.startsWith('store') || name === 'generate.delivered' ? [name, `${name}:2`] : [name],
    ),
  )('at %s: nothing is lost, nothing is orphaned, the job goes on', async (failpoint) => {
    const data = newData();
    await dieAt(data, failpoint);
    const again = await startDesktop({ data });
    const { client, close } = await openClient(again.url);
    const [found] = await client.generations.list({});
    expect(found).toBeDefined();
    const job = await untilEnded(client, found?.id ?? '');
    expect(job).toMatchObject({ state: 'succeeded', delivered: 2, interrupted: false });
    const { pictures } = await client.library.search({
      words: 'quinces',
      trashed: false,
      before: null,
      limit: 10,
    });
    expect(pictures).toHaveLength(2);
    for (const picture of pictures) {
      const details = await client.library.get({ id: picture.id });
      expect(details.file.missing).toBe(false);
    }
    expect(pictureFiles(data)).toHaveLength(2);
    const [set] = await client.candidates.list({});
    expect(set?.pictures.map((picture) => picture.ordinal)).toEqual([0, 1]);
    close();
    await again.stop();
  });

  it.each(['generate.accepted', 'generate.delivered', 'generate.submitting'])(
    'at %s with a paid provider: shown as interrupted, and never sent a second time',
    async (failpoint) => {
      const data = newData();
      const double = await createOpenAiDouble({ port: 0 });
      const env = { GESSO_OPENAI_URL: double.baseUrl };
      await dieAt(data, failpoint, env, double.key);
      const sent = imageCalls(double.requests);
      const again = await startDesktop({ data, env });
      const { client, close } = await openClient(again.url);
      await client.providers.setKey({ id: 'openai', key: double.key });
      const [job] = await client.generations.list({});
      expect(job?.interrupted).toBe(true);
      expect(job?.endedAtMs).toBeNull();
      expect(imageCalls(double.requests)).toBe(sent);
      expect(sent).toBeLessThanOrEqual(1);
      await client.generations.close({ id: job?.id ?? '' });
      const closed = await untilEnded(client, job?.id ?? '');
      expect(closed.reason).toMatchObject({ code: 'interrupted', charged: 'unknown' });
      close();
      await again.stop();
      await double.close();
    },
  );

  it('at generate.queued with a paid provider: its key is gone with the session, and it says it was never sent', async () => {
    const data = newData();
    const double = await createOpenAiDouble({ port: 0 });
    const env = { GESSO_OPENAI_URL: double.baseUrl };
    await dieAt(data, 'generate.queued', env, double.key);
    const again = await startDesktop({ data, env });
    const { client, close } = await openClient(again.url);
    const [job] = await client.generations.list({});
    expect(job).toMatchObject({ state: 'failed', reason: { code: 'never-sent', charged: 'no' } });
    expect(imageCalls(double.requests)).toBe(0);
    close();
    await again.stop();
    await double.close();
  });
});

function imageCalls(requests: readonly { readonly path: string }[]): number {
  return requests.filter((request) => request.path.includes('/images/')).length;
}
