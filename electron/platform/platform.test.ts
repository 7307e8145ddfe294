import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIds } from '../../shared/kernel/index.ts';
import { systemRandom } from './chance.ts';
import { systemClock } from './clock.ts';
import { createFailpoints } from './failpoints.ts';
import { systemFolders } from './folders.ts';
import { openInstall } from './install.ts';
import { claimInstance } from './instance-lock.ts';
import { fileOutage } from './outage.ts';
import { uidIn } from './peer-user.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'gesso-platform-'));
const ids = createIds(systemClock, systemRandom);

describe('one process per data folder', () => {
  it('the second is told so and the first is called to the front', async () => {
    const data = folder();
    let called = 0;
    const first = await claimInstance(data, systemRandom, () => (called += 1));
    const second = await claimInstance(data, systemRandom, () => undefined);
    expect(second).toEqual({ kind: 'second', told: true });
    expect(called).toBe(1);
    if (first.kind === 'first') first.release();
    const third = await claimInstance(data, systemRandom, () => undefined);
    expect(third.kind).toBe('first');
    if (third.kind === 'first') third.release();
  });

  it('a hostile address file is not followed', async () => {
    const data = folder();
    const first = await claimInstance(data, systemRandom, () => undefined);
    writeFileSync(join(data, 'instance.address'), '../../somewhere/else');
    expect(await claimInstance(data, systemRandom, () => undefined)).toEqual({ kind: 'second', told: false });
    if (first.kind === 'first') first.release();
  });
});

describe('who this install is', () => {
  it('keeps its id and port, and survives a broken file with a new id', () => {
    const data = folder();
    const first = openInstall(data, ids);
    first.rememberPort(43210);
    expect(openInstall(data, ids)).toMatchObject({ installId: first.installId, port: 43210 });
    writeFileSync(join(data, 'install.json'), '{"installId":"../x","port":80}');
    expect(openInstall(data, ids)).toMatchObject({ port: null });
    expect(readFileSync(join(data, 'install.json'), 'utf8')).toContain('../x');
  });
});

describe('the user behind a connection', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:10E1 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1',
    '   1: 0100007F:C001 0100007F:10E1 01 00000000:00000000 00:00000000 00000000  1001        0 2',
  ].join('\n');
  it('is read from its own end of the pair', () => {
    expect(uidIn(table, 0xc001, 0x10e1)).toBe(1001);
    expect(uidIn(table, 0xc002, 0x10e1)).toBeNull();
  });
});

describe('small things', () => {
  it('a failpoint that does not exist is an error, not a silence', () => {
    expect(() => createFailpoints('generate.qeued')).toThrow(/no failpoint/);
    expect(() => createFailpoints(null).hit('generate.queued')).not.toThrow();
  });

  it('folders are where each system keeps such things', () => {
    expect(systemFolders('linux', { XDG_DATA_HOME: '/d', XDG_PICTURES_DIR: '/p' })).toEqual({
      data: '/d/gesso',
      pictures: '/p/Gesso',
    });
    expect(systemFolders('win32', { APPDATA: 'C:/A' }).data).toContain('Gesso');
    expect(systemFolders('darwin', {}).data).toContain('Application Support');
  });

  it('a file system error becomes an outage with its path, a bug stays a bug', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    expect(fileOutage(full, '/p', 5)?.data).toEqual({
      reason: 'disk-full',
      retryable: true,
      path: '/p',
      neededBytes: 5,
    });
    expect(fileOutage(new TypeError('x'), '/p')).toBeNull();
  });

  it('ids sort by the time they were made', async () => {
    const first = ids.uuid();
    await systemClock.sleep(3);
    expect(ids.uuid() > first).toBe(true);
  });
});
