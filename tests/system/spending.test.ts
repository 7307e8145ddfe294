import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMALL_RUN, until, untilEnded } from '../drivers/contract-client.ts';
import { type OpenedDesktop, openDesktop } from '../drivers/opened-desktop.ts';
import { createOpenAiDouble, type OpenAiDouble } from '../fakes/openai/index.ts';

const PAID = { ...SMALL_RUN, modelId: 'gpt-image-2', count: 1, seed: null } as const;

let double: OpenAiDouble;
let opened: OpenedDesktop;

beforeEach(async () => {
  double = await createOpenAiDouble({ port: 0 });
  opened = await openDesktop({ GESSO_OPENAI_URL: double.baseUrl });
});
afterEach(async () => {
  await opened.end('kill');
  await double.close();
});

const setKey = () => opened.client.providers.setKey({ id: 'openai', key: double.key });
const imageCalls = () => double.requests.filter((request) => request.path.includes('/images/'));

async function estimateOf(): Promise<number> {
  const { prompt, negativePrompt: _negative, ...rest } = PAID;
  const { quote } = await opened.client.generations.quote({ ...rest, promptChars: prompt.length });
  return quote.kind === 'estimate' ? quote.micros : 0;
}

describe('caps', () => {
  it('for three runs: of twenty submits at once three are taken, and seventeen are refused by name', async () => {
    const { client } = opened;
    await setKey();
    const each = await estimateOf();
    expect(each).toBeGreaterThan(0);
    await client.settings.update({ monthCapMicros: each * 3 + 1 });
    double.script(...Array.from({ length: 20 }, () => ({ kind: 'never' }) as const));
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => client.generations.submit({ ...PAID })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(3);
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        code: 'MONTH_CAP',
        data: { capMicros: each * 3 + 1, spentMicros: each * 3, runMicros: each },
      });
    }
    const { month } = await client.generations.spending({});
    expect(month).toEqual({ micros: each * 3, ofThatEstimatedMicros: each * 3, runs: 3 });
    // What draws on this computer never counts.
    await client.generations.submit({ ...SMALL_RUN, count: 1 });
    expect((await client.generations.spending({})).month.runs).toBe(3);
  });

  it('of nothing let nothing paid run, and leave the sandbox alone', async () => {
    const { client } = opened;
    await setKey();
    await client.settings.update({ runCapMicros: 0 });
    await expect(client.generations.submit({ ...PAID })).rejects.toMatchObject({ code: 'RUN_CAP' });
    const { generationId } = await client.generations.submit({ ...SMALL_RUN, count: 1 });
    expect(await untilEnded(client, generationId)).toMatchObject({ state: 'succeeded' });
    expect(imageCalls()).toHaveLength(0);
  });

  it('count a run by what its provider said, and one that was killed by its estimate', async () => {
    const { client } = opened;
    await setKey();
    const { generationId } = await client.generations.submit({ ...PAID });
    const job = await untilEnded(client, generationId);
    const said = job.cost?.kind === 'money' ? job.cost.micros : 0;
    expect(said).toBeGreaterThan(0);
    expect((await client.generations.spending({})).today).toEqual({
      micros: said,
      ofThatEstimatedMicros: 0,
      runs: 1,
    });
    double.script({ kind: 'never' });
    await client.generations.submit({ ...PAID });
    await until(30_000, async () => (imageCalls().length === 2 ? true : null));
    await opened.restart('kill');
    const each = await estimateOf();
    const { month, models } = await opened.client.generations.spending({});
    expect(month).toEqual({ micros: said + each, ofThatEstimatedMicros: each, runs: 2 });
    expect(models).toEqual([{ modelId: 'gpt-image-2', modelLabel: 'GPT Image 2', ...month }]);
  });
});

describe('what is sent', () => {
  it('is the same with and without a key, holds none, and is what the provider then gets', async () => {
    const { client } = opened;
    const input = { ...PAID, count: 2, quality: 'hd', prompt: 'Quinces\n“on linen”' } as const;
    const before = await client.generations.whatIsSent(input);
    await setKey();
    const after = await client.generations.whatIsSent(input);
    expect(after).toEqual(before);
    expect(imageCalls()).toHaveLength(0);
    expect(await client.generations.list({})).toHaveLength(0);
    if (after.kind !== 'request') throw new Error('nothing would be sent');
    expect(JSON.stringify(after)).not.toContain(double.key);
    const { generationId } = await client.generations.submit(input);
    await untilEnded(client, generationId);
    const [seen] = imageCalls();
    expect(`${after.method} ${after.url}`).toBe(
      `${seen?.method} ${new URL(seen?.path ?? '', double.baseUrl).href}`,
    );
    const fields = after.parts.map((part) => [
      part.name,
      part.kind === 'field' && JSON.parse(part.value ?? ''),
    ]);
    expect(Object.fromEntries(fields)).toEqual(seen?.body);
    for (const { name, value } of after.headers) {
      expect(name === 'authorization' ? `Bearer ${double.key}` : value).toBe(seen?.headers[name]);
    }
  });

  it('names every picture that goes along with an edit, as the provider then gets it', async () => {
    const { client } = opened;
    const drawn = await client.generations.submit({ ...SMALL_RUN, count: 1 });
    const { pictureIds } = await untilEnded(client, drawn.generationId);
    const references = [{ pictureId: pictureIds[0] ?? '', role: 'source' as const }];
    const input = { ...PAID, operation: 'edit-image' as const, references };
    const shown = await client.generations.whatIsSent(input);
    if (shown.kind !== 'request') throw new Error('nothing would be sent');
    await setKey();
    await client.settings.update({ cautionSeen: true });
    const { generationId } = await client.generations.submit(input);
    expect(await untilEnded(client, generationId)).toMatchObject({ state: 'succeeded' });
    const form = imageCalls()[0]?.form;
    expect(shown.parts.filter((part) => part.kind === 'file')).toEqual(
      form?.files.map(({ field, name, mediaType, bytes }) => ({
        kind: 'file',
        name: field,
        fileName: name,
        mediaType,
        sizeBytes: bytes.length,
      })),
    );
    const fields = shown.parts.flatMap((part) => (part.kind === 'field' ? [[part.name, part.value]] : []));
    expect(Object.fromEntries(fields)).toEqual(form?.fields);
    const gone = { ...input, references: [{ pictureId: generationId, role: 'source' as const }] };
    await expect(client.generations.whatIsSent(gone)).rejects.toMatchObject({ code: 'REFERENCE_MISSING' });
  });

  it('is nothing for the sandbox', async () => {
    expect(await opened.client.generations.whatIsSent(SMALL_RUN)).toEqual({ kind: 'nothing-leaves' });
  });
});
