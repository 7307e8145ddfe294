import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createElectronDouble, type ElectronDouble } from '../../../tests/fakes/electron/electron.ts';
import { createElectronHost, runElectronHost } from './main.ts';
import { readWindowState } from './window-state.ts';

let data = '';
const running: ElectronDouble[] = [];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'gesso-electron-'));
});
afterEach(async () => {
  for (const double of running.splice(0)) await quit(double);
  rmSync(data, { recursive: true, force: true });
});

async function start(options: { firstInstance?: boolean; args?: string[] } = {}) {
  const double = createElectronDouble(options);
  running.push(double);
  const lines: string[] = [];
  await runElectronHost(double.electron, ['--data', data, ...(options.args ?? [])], (line) =>
    lines.push(line),
  );
  return { ...double, lines };
}

async function quit(double: ElectronDouble): Promise<void> {
  if (double.seen.quits > 0 || double.seen.windows.length === 0) return;
  const gone = new Promise((resolve) => double.app.once('quit', resolve));
  double.app.quit();
  await gone;
}

describe('the Electron shell', () => {
  it('opens one locked window on our own origin, with the cookie set by the main process', async () => {
    const { seen } = await start();
    const [window] = seen.windows;
    expect(window?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(window?.options.webPreferences).not.toHaveProperty('preload');
    expect(window?.loaded).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const [cookie] = seen.cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'strict', path: '/' });
    const answer = await fetch(window?.loaded ?? '', {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect([200, 503]).toContain(answer.status);
    expect((await fetch(window?.loaded ?? '')).status).toBe(401);
    expect(window?.shown).toBe(1);
    expect(seen.menus).toHaveLength(1);
  });

  it('keeps every page on our origin and opens no windows', async () => {
    const { seen } = await start();
    const contents = seen.windows[0]?.webContents;
    let stopped = 0;
    const event = (url: string) => ({ url, preventDefault: () => (stopped += 1) });
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      contents?.emit(name, event('https://evil.example/'));
      contents?.emit(name, event(`${seen.windows[0]?.loaded}app/x.js`));
    }
    contents?.emit('will-navigate', event('not an address'));
    contents?.emit('will-attach-webview', event(''));
    expect(stopped).toBe(5);
    expect(contents?.openHandler?.({ url: 'https://example.org/terms' })).toEqual({ action: 'deny' });
    expect(contents?.openHandler?.({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(seen.external).toEqual(['https://example.org/terms']);
  });

  it('lets the pages of a cloud on this computer out too, and no other address without a certificate', async () => {
    const { seen } = await start({ args: ['--cloud', 'http://localhost:8787'] });
    const open = seen.windows[0]?.webContents.openHandler;
    for (const url of ['http://localhost:8787/terms', 'http://localhost:8788/terms', 'http://example.org/'])
      expect(open?.({ url })).toEqual({ action: 'deny' });
    expect(seen.external).toEqual(['http://localhost:8787/terms']);
  });

  it('opens pages in the own browser of the person, and nothing that is not one', async () => {
    const { electron, seen } = createElectronDouble();
    const host = createElectronHost(electron, data);
    const asked = [
      'https://cloud.example/oauth/authorize?a=b&c=%22',
      'file:///etc/passwd',
      'javascript:1',
      'x',
      '',
    ];
    for (const url of asked) await host.openExternal(url);
    expect(seen.external).toEqual(['https://cloud.example/oauth/authorize?a=b&c=%22']);
    electron.shell.openExternal = () => Promise.reject(new Error('no browser'));
    await expect(host.openExternal('https://cloud.example/')).resolves.toBeUndefined();
  });

  it('grants no permission', async () => {
    const { session } = await start();
    const answers: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'notifications']) {
      session.request?.({}, permission, (yes) => answers.push(yes));
    }
    expect(answers).toEqual([false, false, false, false]);
    expect(session.check?.()).toBe(false);
    expect(session.device?.()).toBe(false);
  });

  it('a second instance brings the window to the front, and itself ends', async () => {
    const first = await start();
    const window = first.seen.windows[0];
    window?.minimize();
    first.app.emit('second-instance');
    await Promise.resolve();
    expect(window?.focused).toBe(1);
    expect(window?.isMinimized()).toBe(false);
    const second = await start({ firstInstance: false, args: ['--json'] });
    expect(second.seen.windows).toHaveLength(0);
    expect(second.lines).toEqual(['{"ready":false,"reason":"already-open"}']);
  });

  it('remembers where the window stood, and trusts no file about it', async () => {
    const { seen } = await start();
    seen.windows[0]?.closeByHand();
    expect(JSON.parse(readFileSync(join(data, 'window.json'), 'utf8'))).toMatchObject({ x: 40, width: 1300 });
    const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
    expect(readWindowState(data, screens)).toMatchObject({ x: 40, y: 50 });
    expect(readWindowState(data, [{ x: 5000, y: 0, width: 800, height: 600 }])).toBeNull();
    for (const bad of ['', '{', '{"x":1e99}', '{"x":0,"y":0,"width":1,"height":1,"maximized":false}']) {
      writeFileSync(join(data, 'window.json'), bad);
      expect(readWindowState(data, screens)).toBeNull();
    }
  });

  it('a quit closes the database first, once', async () => {
    const double = await start();
    await quit(double);
    expect(double.seen.quits).toBe(1);
    const origin = double.seen.windows[0]?.loaded ?? '';
    await expect(fetch(origin)).rejects.toThrow();
  });

  it('prints the ready line and opens nothing when asked so', async () => {
    const { seen, lines, app } = await start({ args: ['--json', '--no-open'] });
    expect(seen.windows).toHaveLength(0);
    expect(lines[0]).toMatch(/^\{"ready":true,"url":"http:\/\/127\.0\.0\.1:\d+\/launch#[\w-]+"\}$/);
    app.quit();
    await new Promise((resolve) => app.once('quit', resolve));
  });
});
