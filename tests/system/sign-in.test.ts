import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, askFor, signInByMail } from '../drivers/cloud-browser.ts';
import { type CloudProcess, startCloud } from '../drivers/cloud-process.ts';
import { type OpenedClient, openClient, until } from '../drivers/contract-client.ts';
import { type DesktopProcess, startDesktop } from '../drivers/desktop-process.ts';
import { keychainItems } from '../drivers/keychain-items.ts';
import { type OverheardLine, overhearLine } from '../drivers/overheard-line.ts';
import { hasSecretService, type OpenSession, openSession } from '../drivers/secret-service.ts';
import { standInBrowser } from '../drivers/system-browser.ts';
import { visit } from '../drivers/visit.ts';

interface Computer {
  readonly folder: string;
  readonly client: OpenedClient;
  readonly desktop: DesktopProcess;
  /** Pages that were opened in the person's browser. */
  asked(): readonly string[];
  restart(): Promise<void>;
  /** Signs in with a code from a mail, in a browser that runs no scripts. */
  signIn(address: string): Promise<void>;
}

let folder: string;
let line: OverheardLine;
let cloud: CloudProcess;
let keychain: OpenSession;
const ends: (() => Promise<void>)[] = [];

const startService = (): Promise<CloudProcess> =>
  startCloud({
    data: join(folder, 'cloud'),
    env: { PUBLIC_URL: line.origin },
    ...(cloud === undefined ? {} : { port: cloud.port }),
  });

async function openComputer(name: string): Promise<Computer> {
  const own = join(folder, name);
  const browser = standInBrowser(mkdtempSync(join(folder, 'browser-')));
  const start = (): Promise<DesktopProcess> =>
    startDesktop({
      data: own,
      args: ['--cloud', line.origin],
      env: { DBUS_SESSION_BUS_ADDRESS: keychain.address, PATH: browser.PATH },
    });
  let desktop = await start();
  let client = await openClient(desktop.url);
  const leave = async (): Promise<void> => {
    client.close();
    await desktop.stop();
  };
  ends.push(leave);
  const computer: Computer = {
    folder: own,
    get client() {
      return client;
    },
    get desktop() {
      return desktop;
    },
    asked: browser.asked,
    async restart() {
      await leave();
      desktop = await start();
      client = await openClient(desktop.url);
    },
    async signIn(address) {
      const { signingIn } = await client.client.account.signIn({ method: 'email' });
      const url = signingIn?.url ?? '';
      await until(10_000, async () => (browser.asked().at(-1) === url ? true : null));
      const { back } = await signInAt(url, address);
      const { status, headers } = await visit(back);
      expect([status, headers.get('location')]).toEqual([302, `${line.origin}/signed-in`]);
      await stateOf(computer, ({ signingIn: waiting }) => waiting === null);
    },
  };
  return computer;
}

function signInAt(url: string, address: string): Promise<{ readonly asking: Asking; readonly back: URL }> {
  const mailed = { origin: line.origin, mail: cloud.mail };
  return signInByMail(mailed, address, { ...askFor(line.origin), url });
}

type State = Awaited<ReturnType<OpenedClient['client']['account']['state']>>;

function stateOf({ client }: Computer, is: (state: State) => boolean): Promise<State> {
  return until(30_000, async () => {
    const state = await client.client.account.state({});
    return is(state) ? state : null;
  });
}

const accountIn = ({ session }: State) => (session.kind === 'in' ? session.account : null);

function filesBelow(root: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ name: path, text: readFileSync(path, 'latin1') }));
}

describe.skipIf(!hasSecretService())('signing in to the real cloud', () => {
  let first: Computer;
  let second: Computer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gesso-sign-in-'));
    line = await overhearLine();
    keychain = await openSession('unlocked');
    cloud = await startService();
    line.lead(cloud.port);
    first = await openComputer('first');
    second = await openComputer('second');
  });
  afterAll(async () => {
    for (const end of ends) await end();
    await cloud.stop();
    await line.stop();
    keychain.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a guest is there at once and becomes a member without losing anything', async () => {
    const { account } = first.client.client;
    expect(await account.state({})).toMatchObject({ session: { kind: 'out' }, reach: 'unknown' });
    const guest = await account.startGuest({});
    expect(accountIn(guest)).toMatchObject({ kind: 'guest', needs: ['age', 'terms'] });
    await account.update({ name: 'Ilse', country: 'NZ', timeZone: 'Pacific/Auckland' });
    await first.signIn('ilse@example.com');
    const state = await account.state({});
    expect(accountIn(state)).toMatchObject({
      id: accountIn(guest)?.id,
      kind: 'member',
      address: 'ilse@example.com',
      profile: { country: 'NZ', timeZone: 'Pacific/Auckland' },
      needs: [],
    });
    expect(state).toMatchObject({ reach: 'reachable', lastTry: null, session: { keychain: null } });
    const { sessions } = await account.sessions({});
    expect(sessions.map(({ device, current }) => [device, current])).toEqual([[hostname(), true]]);
  });

  it('it outlives Gesso, and is known before the cloud is asked', async () => {
    await first.restart();
    const state = await stateOf(first, ({ session }) => session.kind === 'in');
    expect(accountIn(state)?.address).toBe('ilse@example.com');
    await stateOf(first, ({ reach }) => reach === 'reachable');
  });

  it('the window gets the picture that it brought to the cloud', async () => {
    const send = (body: Uint8Array<ArrayBuffer>, type: string) =>
      fetch(`${first.client.origin}/account-picture`, {
        method: 'PUT',
        headers: { cookie: first.client.cookie, origin: first.client.origin, 'content-type': type },
        body,
      });
    const square = { width: 40, height: 40, channels: 3, background: '#a33' } as const;
    const png = new Uint8Array(await sharp({ create: square }).png().toBuffer());
    expect(await (await send(png, 'image/png')).json()).toEqual({ kind: 'kept' });
    const version = accountIn(await first.client.client.account.state({}))?.pictureVersion ?? '';
    expect(version).not.toBe('');
    const get = (v: string, cookie = first.client.cookie) =>
      fetch(`${first.client.origin}/account-picture?v=${v}`, { headers: { cookie } });
    const answer = await get(version);
    expect(answer.headers.get('content-type')).toBe('image/webp');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await sharp(await answer.arrayBuffer()).metadata()).format).toBe('webp');
    expect((await get('another')).status).toBe(404);
    expect((await get(version, 'none')).status).toBe(401);
    expect(await (await send(Uint8Array.of(1, 2, 3), 'image/png')).json()).toEqual({
      kind: 'refused',
      code: 'not-a-picture',
    });
    expect(await (await send(png, 'text/html')).json()).toEqual({ kind: 'refused', code: 'not-a-picture' });
    const large = new Uint8Array(5_000_001);
    expect(await (await send(large, 'image/png')).json()).toEqual({ kind: 'refused', code: 'too-large' });
    await first.client.client.account.removePicture({});
    expect((await get(version)).status).toBe(404);
  });

  it('another computer signs in, is signed out from the first, and hears why', async () => {
    await second.signIn('ilse@example.com');
    const { account } = first.client.client;
    const { sessions } = await account.sessions({});
    expect(sessions).toHaveLength(2);
    const other = sessions.find(({ current }) => !current);
    await account.endSession({ id: other?.id ?? '' });
    await expect(second.client.client.account.sessions({})).rejects.toMatchObject({ code: 'SIGNED_OUT' });
    expect(await second.client.client.account.state({})).toMatchObject({
      session: { kind: 'out', why: 'elsewhere', keychain: null },
    });
    await expect(account.endSession({ id: other?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(account.unlink({ id: other?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { events } = await account.events({ before: null });
    expect(events.map(({ kind }) => kind)).toContain('session-ended');
  });

  it('a cloud that goes away takes nothing with it, and is found again', async () => {
    await cloud.stop();
    await expect(first.client.client.account.refresh({})).rejects.toMatchObject({
      code: 'CLOUD_AWAY',
      data: { why: 'down' },
    });
    await first.restart();
    const state = await stateOf(first, ({ reach }) => reach === 'down');
    expect(accountIn(state)?.address).toBe('ilse@example.com');
    cloud = await startService();
    await stateOf(first, ({ reach }) => reach === 'reachable');
    expect((await first.client.client.account.sessions({})).sessions).toHaveLength(1);
  });

  it('signed out without a cloud is signed out there too, once it is back', async () => {
    await second.signIn('ilse@example.com');
    expect((await first.client.client.account.sessions({})).sessions).toHaveLength(2);
    await cloud.stop();
    expect((await second.client.client.account.signOut({})).session.kind).toBe('out');
    await second.restart();
    expect((await second.client.client.account.state({})).session.kind).not.toBe('in');
    cloud = await startService();
    await until(60_000, async () => {
      const answer = await first.client.client.account.sessions({}).catch(() => null);
      return answer?.sessions.length === 1 ? true : null;
    });
    await second.restart();
    await stateOf(second, ({ session }) => session.kind === 'out');
  });

  it('P-52: no token, code or ticket is in a file, in a log, or in what the window is told', async () => {
    const { account } = first.client.client;
    const told = [
      await account.state({}),
      await account.refresh({}),
      await account.sessions({}),
      await account.events({ before: null }),
    ];
    await first.restart();
    const secrets = [...line.secrets()];
    expect(line.paths).toContain('POST /oauth/token');
    expect(secrets.length).toBeGreaterThan(15);
    const written = [
      ...filesBelow(first.folder),
      ...filesBelow(second.folder),
      ...[first, second].map(({ desktop }) => ({ name: 'output', text: desktop.output() })),
      { name: 'told', text: JSON.stringify(told) },
    ];
    expect(written.some(({ name }) => name.endsWith('library.db'))).toBe(true);
    expect(written.some(({ name }) => name.endsWith('gesso.log'))).toBe(true);
    const holding = written.filter(({ text }) => secrets.some((secret) => text.includes(secret)));
    expect(holding.map(({ name }) => name)).toEqual([]);
  });

  it('signs out, and nothing of the session is left on this computer', async () => {
    const { installId } = await first.client.client.app.state({});
    const held = () => keychainItems(keychain.address, installId);
    expect(held()).toEqual([`cloud-session@${line.origin}`]);
    await first.client.client.account.signOut({});
    await until(10_000, async () => (held().length === 0 ? true : null));
    await first.restart();
    const state = await stateOf(first, ({ session }) => session.kind === 'out');
    expect(state.session).toEqual({ kind: 'out', why: null, keychain: null });
  });
});
