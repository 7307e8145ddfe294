import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type OpenedClient, openClient, SMALL_RUN, until, untilEnded } from '../drivers/contract-client.ts';
import { type DesktopOptions, runDesktop, startDesktop } from '../drivers/desktop-process.ts';
import { canMount, fill, mountTmpfs, remount } from '../drivers/storage/mounts.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gesso-bad-day-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function open(options: DesktopOptions): Promise<OpenedClient & { stop(): Promise<number | null> }> {
  const desktop = await startDesktop(options);
  const opened = await openClient(desktop.url);
  onTestFinished(async () => {
    opened.close();
    await desktop.kill();
  });
  return { ...opened, stop: () => desktop.stop() };
}

function listenSomewhere(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );
}

describe('starting', () => {
  it('twice on one data folder: the second says so and ends, the first goes on', async () => {
    const data = newFolder();
    const first = await open({ data });
    const second = await runDesktop({ data });
    expect(second.code).toBe(0);
    expect(second.output).toContain('{"ready":false,"reason":"already-open"}');
    expect((await first.client.app.state({})).trouble).toBeNull();
    expect(await first.stop()).toBe(0);
    expect((await open({ data })).origin).toBe(first.origin);
  });

  it('after a kill -9 there is no stale lock', async () => {
    const data = newFolder();
    const desktop = await startDesktop({ data });
    await desktop.kill();
    expect((await (await open({ data })).client.app.state({})).trouble).toBeNull();
  });

  it('with a damaged lock file still only once', async () => {
    const data = newFolder();
    writeFileSync(join(data, 'instance.lock'), Buffer.alloc(4096, 0xab));
    await open({ data });
    expect((await runDesktop({ data })).output).toContain('already-open');
  });

  it('on a port that another program has: asked for it is a clear no, remembered it is another one', async () => {
    const data = newFolder();
    const taken = await listenSomewhere();
    const asked = await runDesktop({ data, args: ['--port', String(taken)] });
    expect(asked.code).toBe(3);
    expect(asked.output).toContain(`Port ${taken} is in use by another program.`);
    const ids = '01900000-0000-7000-8000-000000000000';
    writeFileSync(join(data, 'install.json'), JSON.stringify({ installId: ids, port: taken }));
    expect(new URL((await open({ data })).origin).port).not.toBe(String(taken));
  });

  it.each([
    [['--port', 'abc'], '--port takes a number'],
    [['--port', '80'], '--port takes a number'],
    [['--nonsense'], 'nonsense'],
  ])('with %j says what is wrong', async (args, words) => {
    const answer = await runDesktop({ data: newFolder(), args });
    expect(answer.code).toBe(2);
    expect(answer.output).toContain(words);
  });

  it('on a data folder that can never be made says so in the window', async () => {
    const { client } = await open({ data: '/proc/nothing/here' });
    expect((await client.app.state({})).trouble).toMatchObject({ code: 'data-folder-unusable' });
  });
});

describe('a library that can not be opened', () => {
  it('is not a database: nothing is touched until it is put aside, and then only renamed', async () => {
    const data = newFolder();
    const junk = Buffer.from('this is my shopping list\n'.repeat(1000));
    writeFileSync(join(data, 'library.db'), junk);
    const { client } = await open({ data });
    expect((await client.app.state({})).trouble).toMatchObject({ code: 'not-a-database', canSetAside: true });
    await expect(client.settings.get({})).rejects.toMatchObject({ code: 'TROUBLE' });
    await expect(client.generations.submit(SMALL_RUN)).rejects.toMatchObject({ code: 'TROUBLE' });
    expect(readFileSync(join(data, 'library.db')).equals(junk)).toBe(true);
    const [first, second] = await Promise.allSettled([client.app.setAside({}), client.app.setAside({})]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { trouble: null } });
    expect(second, 'the mended library is not put aside as well').toMatchObject({ status: 'rejected' });
    const aside = readdirSync(data).find((name) => name.startsWith('library.db.aside-'));
    expect(readFileSync(join(data, aside ?? '')).equals(junk)).toBe(true);
    expect((await client.library.count({ words: '', trashed: false })).total).toBe(0);
  });

  it('comes from a newer Gesso: it is left alone, and can not be put aside', async () => {
    const data = newFolder();
    const first = await open({ data });
    await first.stop();
    const db = new SQLite(join(data, 'library.db'));
    db.pragma('user_version = 900');
    db.prepare(`UPDATE meta SET value = 900 WHERE key = 'least_safe_version'`).run();
    db.close();
    const before = readFileSync(join(data, 'library.db'));
    const { client } = await open({ data });
    expect((await client.app.state({})).trouble).toMatchObject({ code: 'newer-version', canSetAside: false });
    await expect(client.app.setAside({})).rejects.toMatchObject({ code: 'NOT_POSSIBLE' });
    expect(readFileSync(join(data, 'library.db')).equals(before)).toBe(true);
  });

  it.skipIf(!canMount())('is on a disk that is read-only: it opens once that is mended', async () => {
    const data = newFolder();
    mountTmpfs(data, '64m');
    const first = await open({ data });
    await first.stop();
    remount(data, 'ro');
    const { client } = await open({ data });
    expect((await client.app.state({})).trouble).toMatchObject({
      code: 'database-read-only',
      canSetAside: false,
    });
    remount(data, 'rw');
    expect((await client.app.retryOpen({})).trouble).toBeNull();
    const second = await runDesktop({ data });
    expect(second.output, 'the lock was taken when the folder became writable').toContain('already-open');
  });
});

describe.skipIf(!canMount())('a disk that says no while pictures come', () => {
  it('pictures on a read-only disk: kept in memory, said so, stored when it can be written again', async () => {
    const data = newFolder();
    const pictures = newFolder();
    mountTmpfs(pictures, '64m');
    mkdirSync(join(pictures, 'Gesso'));
    const { client } = await open({ data, args: ['--pictures', join(pictures, 'Gesso')] });
    remount(pictures, 'ro');
    const { generationId } = await client.generations.submit(SMALL_RUN);
    const blocked = await until(
      30_000,
      async () => (await client.generations.list({})).find((job) => job.blocked !== null) ?? null,
    );
    expect(blocked.blocked).toMatchObject({ reason: 'folder-read-only' });
    expect(blocked.state).toBe('running');
    remount(pictures, 'rw');
    await client.generations.retryStore({ id: generationId });
    expect(await untilEnded(client, generationId)).toMatchObject({
      state: 'succeeded',
      delivered: 2,
      blocked: null,
    });

    remount(pictures, 'ro');
    const second = await client.generations.submit({ ...SMALL_RUN, prompt: 'another bowl' });
    await until(
      30_000,
      async () => (await client.generations.list({})).find((job) => job.blocked !== null) ?? null,
    );
    await client.generations.cancel({ id: second.generationId });
    const cancelled = await untilEnded(client, second.generationId);
    expect(cancelled).toMatchObject({ delivered: 0, blocked: null });
    expect(['cancelled', 'failed']).toContain(cancelled.state);
    remount(pictures, 'rw');
  });

  it('pictures on a full disk: refused before it starts, or kept until there is room', async () => {
    const data = newFolder();
    const pictures = newFolder();
    mountTmpfs(pictures, '40m');
    mkdirSync(join(pictures, 'Gesso'));
    const { client } = await open({ data, args: ['--pictures', join(pictures, 'Gesso')] });
    const { generationId } = await client.generations.submit({ ...SMALL_RUN, prompt: 'a vase sandbox:slow' });
    const empty = fill(pictures);
    await expect(client.generations.submit(SMALL_RUN)).rejects.toMatchObject({
      code: 'OUTAGE',
      data: { reason: 'disk-full' },
    });
    const blocked = await until(
      60_000,
      async () => (await client.generations.list({})).find((job) => job.blocked !== null) ?? null,
    );
    expect(blocked.blocked).toMatchObject({ reason: 'disk-full' });
    expect(blocked.blocked?.neededBytes).toBeGreaterThan(100_000);
    empty();
    await client.generations.retryStore({ id: generationId });
    expect(await untilEnded(client, generationId)).toMatchObject({ state: 'succeeded', delivered: 2 });
    expect(
      readdirSync(join(pictures, 'Gesso'), { recursive: true }).filter((name) =>
        String(name).endsWith('.part'),
      ),
    ).toEqual([]);
  });

  it('the database on a full disk: the call is refused, nothing is lost, and it works again with room', async () => {
    const data = newFolder();
    mountTmpfs(data, '40m');
    const pictures = newFolder();
    const { client } = await open({ data, args: ['--pictures', pictures] });
    const first = await client.generations.submit({ ...SMALL_RUN, count: 1 });
    await untilEnded(client, first.generationId);
    const empty = fill(data);
    const refused = await client.generations.submit({ ...SMALL_RUN, prompt: 'x'.repeat(30_000) }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code: 'OUTAGE', data: { reason: 'disk-full' } });
    expect((await client.library.count({ words: '', trashed: false })).total).toBe(1);
    empty();
    const again = await client.generations.submit({ ...SMALL_RUN, count: 1 });
    expect(await untilEnded(client, again.generationId)).toMatchObject({ state: 'succeeded' });
  });
});
