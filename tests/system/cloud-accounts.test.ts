import { describe, expect, it } from 'vitest';
import {
  type Asking,
  askFor,
  CloudBrowser,
  call,
  codeFrom,
  newClientId,
  redeem,
  refresh,
  signedInDesktop,
  signInByMail,
} from '../drivers/cloud-browser.ts';
import { onBothDatabases } from '../drivers/cloud-databases.ts';
import { foundAtRest } from '../drivers/cloud-rest.ts';
import type { OpenedCloud } from '../drivers/opened-cloud.ts';

const DAY_MS = 86_400_000;

async function accountOf({ asking, back }: { asking: Asking; back: URL }) {
  const answer = await redeem(asking, back);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { body } = await call(asking.origin, answer.body.access_token, 'GET', '/account');
  return { account: body, tokens: answer.body };
}

onBothDatabases('the account itself', (under) => {
  describe('profile and address', () => {
    it('every field can be changed and taken back, tidied, or refused by its name (P-02, P-03)', async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, 'profile@example.com');
      const change = (fields: unknown) =>
        call(cloud.origin, tokens.access_token, 'PATCH', '/account', fields);
      const full = {
        name: '  Ines \u202e  Albrecht ',
        language: 'de-at',
        country: 'AT',
        timeZone: 'Europe/Vienna',
        marketing: true,
      };
      expect((await change(full)).body.profile).toEqual({
        name: 'Ines Albrecht',
        language: 'de-AT',
        country: 'AT',
        timeZone: 'Europe/Vienna',
        marketing: true,
      });
      const empty = { name: '', language: null, country: null, timeZone: null, marketing: false };
      expect((await change(empty)).body.profile).toEqual(empty);
      for (const [field, value] of [
        ['name', '4242 4242 4242 4242'],
        ['language', 'x'],
        ['country', 'ZZ'],
        ['timeZone', 'Mars/Olympus'],
      ] as const)
        expect((await change({ [field]: value })).body).toMatchObject({
          code: 'PROFILE_FIELD',
          data: { field },
        });
      expect((await change({ admin: true })).status).toBe(400);
    });

    it('the address changes by a code to the new one, and the old one hears of it', async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, 'old-address@example.com');
      const ask = (address: string) =>
        call(cloud.origin, tokens.access_token, 'POST', '/account/address-changes', { address });
      const confirm = (code: string) =>
        call(cloud.origin, tokens.access_token, 'POST', '/account/address-changes/confirm', { code });
      expect((await ask('new-address@example.com')).status).toBe(200);
      const code = codeFrom(cloud.mail('new-address@example.com'));
      expect((await confirm(code === '111111' ? '222222' : '111111')).body).toMatchObject({
        code: 'CODE_WRONG',
        data: { attemptsLeft: 4 },
      });
      expect((await confirm(code)).body).toMatchObject({ address: 'new-address@example.com' });
      expect((await confirm(code)).body).toMatchObject({ code: 'CODE_GONE' });
      await expect
        .poll(() => cloud.mail('old-address@example.com').map(({ subject }) => subject), { timeout: 20_000 })
        .toContain('Your Gesso account has another address now');
    });

    it("another account's address can not be taken, and the answer does not tell that it is one", async () => {
      const cloud = under.now();
      await signedInDesktop(cloud, 'taken@example.com');
      const { tokens } = await signedInDesktop(cloud, 'wants-it@example.com');
      const ask = (address: string) =>
        call(cloud.origin, tokens.access_token, 'POST', '/account/address-changes', { address });
      expect(await ask('taken@example.com')).toEqual(await ask('free@example.com'));
      expect(cloud.mail('taken@example.com')[0]?.subject).toBe('This address already has a Gesso account');
    });

    it("the profile picture is made anew, small, and is its owner's alone", async () => {
      const cloud = under.now();
      const { tokens } = await signedInDesktop(cloud, 'picture@example.com');
      const { default: sharp } = await import('sharp');
      const png = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#d63c1b' } })
        .png()
        .toBuffer();
      const send = (body: BodyInit, token = tokens.access_token) =>
        fetch(`${cloud.origin}/v1/account/picture`, {
          method: 'PUT',
          body,
          headers: { Authorization: `Bearer ${token}` },
        });
      const kept = await (await send(new Uint8Array(png))).json();
      expect(kept.pictureVersion).toMatch(/^[0-9a-f]{64}$/);
      const shown = await fetch(`${cloud.origin}/v1/account/picture`, {
        headers: { Authorization: `Bearer ${tokens.access_token}` },
      });
      const facts = await sharp(Buffer.from(await shown.arrayBuffer())).metadata();
      expect([facts.format, facts.width, facts.height]).toEqual(['webp', 256, 256]);
      expect((await send('<svg/>')).status).toBe(422);
      expect((await send(new Uint8Array(5_000_001))).status).toBe(413);
      expect((await send(new Uint8Array(png), 'nonsense')).status).toBe(401);
      const removed = await call(cloud.origin, tokens.access_token, 'DELETE', '/account/picture');
      expect(removed.body.pictureVersion).toBeNull();
    });
  });

  describe('closing', () => {
    async function close(cloud: OpenedCloud, token: string, address: string, when: string) {
      await call(cloud.origin, token, 'POST', '/account/closing-codes');
      const code = codeFrom(cloud.mail(address));
      return call(cloud.origin, token, 'POST', '/account/closing', { code, when });
    }

    it('signs everybody out at once, and can be undone for 14 days by signing in (P-34)', async () => {
      const cloud = under.now();
      const address = 'regrets@example.com';
      const first = await signedInDesktop(cloud, address);
      const second = await signedInDesktop(cloud, address);
      const { id } = (await call(cloud.origin, first.tokens.access_token, 'GET', '/account')).body;
      expect((await close(cloud, first.tokens.access_token, address, 'after-grace')).status).toBe(200);
      for (const { tokens } of [first, second])
        expect((await call(cloud.origin, tokens.access_token, 'GET', '/account')).status).toBe(401);
      expect((await refresh(cloud.origin, second.clientId, second.tokens.refresh_token)).status).toBe(400);
      const asking = askFor(cloud.origin);
      const browser = new CloudBrowser(cloud.origin);
      const at = new URL((await browser.get(asking.url)).url).pathname;
      await browser.post(`${at}/email`, { address });
      const page = await browser.post(`${at}/code`, { code: codeFrom(cloud.mail(address)) });
      expect(page.html).toContain('Keep your account?');
      const back = new URL((await browser.post(`${at}/restore`)).url);
      expect((await accountOf({ asking, back })).account).toMatchObject({ id, address });
    });

    it('after 14 days nothing says who it was, and the address is free', async () => {
      const cloud = under.now();
      const address = 'leaves@example.com';
      const { tokens } = await signedInDesktop(cloud, address);
      const { id } = (await call(cloud.origin, tokens.access_token, 'GET', '/account')).body;
      await call(cloud.origin, tokens.access_token, 'PATCH', '/account', { name: 'Somebody Who Leaves' });
      const closed = await close(cloud, tokens.access_token, address, 'now');
      expect(Number(closed.body.goneAtMs)).toBeLessThan(Date.now() + DAY_MS);
      await expect
        .poll(() => cloud.mail(address).map(({ subject }) => subject), { timeout: 20_000 })
        .toContain('Your Gesso account is deleted');
      if (cloud.databaseUrl !== null) expect(await foundAtRest(cloud, ['Somebody Who Leaves'])).toEqual([]);
      const anew = await signedInDesktop(cloud, address);
      expect((await call(cloud.origin, anew.tokens.access_token, 'GET', '/account')).body.id).not.toBe(id);
    });

    it('asks for a code of its own, with five tries', async () => {
      const cloud = under.now();
      const address = 'careful@example.com';
      const { tokens } = await signedInDesktop(cloud, address);
      const without = await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', {
        code: null,
        when: 'now',
      });
      expect(without.body).toMatchObject({ code: 'CODE_GONE' });
      await call(cloud.origin, tokens.access_token, 'POST', '/account/closing-codes');
      const code = codeFrom(cloud.mail(address));
      const wrong = { code: code === '111111' ? '222222' : '111111', when: 'now' };
      for (let left = 4; left >= 0; left--)
        expect(
          (await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', wrong)).body,
        ).toMatchObject({
          data: { attemptsLeft: left },
        });
      expect(
        (await call(cloud.origin, tokens.access_token, 'POST', '/account/closing', { code, when: 'now' }))
          .body,
      ).toMatchObject({ code: 'CODE_GONE' });
      expect((await call(cloud.origin, tokens.access_token, 'GET', '/account')).status).toBe(200);
    });
  });

  describe('sessions', () => {
    it('are listed with device and last use, ended one by one and all but one (P-07)', async () => {
      const cloud = under.now();
      const address = 'devices@example.com';
      const desks = [];
      for (const device of ['Studio', 'Laptop', 'Kitchen']) {
        const asking = askFor(cloud.origin, {
          device_name: device,
          platform: device === 'Laptop' ? 'darwin' : 'win32',
        });
        desks.push((await accountOf(await signInByMail(cloud, address, asking))).tokens);
      }
      const token = desks[0]?.access_token ?? '';
      const listed: { id: string; device: string; platform: string; current: boolean; network: string }[] =
        JSON.parse(JSON.stringify((await call(cloud.origin, token, 'GET', '/sessions')).body.sessions));
      expect(listed.map(({ device, platform, current }) => [device, platform, current]).sort()).toEqual([
        ['Kitchen', 'win32', false],
        ['Laptop', 'darwin', false],
        ['Studio', 'win32', true],
      ]);
      expect(new Set(listed.map(({ network }) => network))).toEqual(new Set(['127.0.0.0/24']));
      const laptop = listed.find(({ device }) => device === 'Laptop')?.id;
      expect((await call(cloud.origin, token, 'DELETE', `/sessions/${laptop}`)).status).toBe(200);
      expect((await call(cloud.origin, token, 'DELETE', `/sessions/${laptop}`)).status).toBe(404);
      expect((await call(cloud.origin, token, 'POST', '/sessions/end-others')).body).toEqual({ ended: 1 });
      expect((await call(cloud.origin, token, 'GET', '/sessions')).body.sessions).toHaveLength(1);
      for (const { access_token } of desks.slice(1))
        expect((await call(cloud.origin, access_token, 'GET', '/account')).status).toBe(401);
    });

    it('an install that signs in anew has one session, not two', async () => {
      const cloud = under.now();
      const clientId = newClientId();
      const first = await signedInDesktop(cloud, 'again@example.com', clientId);
      const second = await signedInDesktop(cloud, 'again@example.com', clientId);
      expect(
        (await call(cloud.origin, second.tokens.access_token, 'GET', '/sessions')).body.sessions,
      ).toHaveLength(1);
      expect((await call(cloud.origin, first.tokens.access_token, 'GET', '/account')).status).toBe(401);
    });

    it("signing in with somebody else's install id ends nothing of theirs", async () => {
      const cloud = under.now();
      const victim = await signedInDesktop(cloud, 'victim@example.com');
      await signedInDesktop(cloud, 'attacker@example.com', victim.clientId);
      expect((await call(cloud.origin, victim.tokens.access_token, 'GET', '/account')).status).toBe(200);
    });
  });
});
