import { type Context, Hono } from 'hono';
import { isCountry, type Proof, type SignInDecision, tidyAddress, tidyDevice } from '../accounts/index.ts';
import { RULES } from '../limits/index.ts';
import type { DesktopRequest } from '../oauth/index.ts';
import { type Markup, saying, waitWords, words } from '../pages/index.ts';
import { agreePage, codePage, goingPage, methodsPage, offerLinkPage, restorePage } from './forms.ts';
import type { OutsideAnswer } from './identity-provider.ts';
import { beginOutside, finishOutside } from './outside.ts';
import { type Env, METHOD_NAMES, type SignInParts } from './parts.ts';
import { NO_PROGRESS, type Progress } from './progress.ts';

/** One request of somebody who is signing in, with what is known of it. */
interface Step {
  readonly c: Context<Env>;
  readonly at: string;
  readonly desktop: DesktopRequest;
  readonly progress: Progress;
}

type Answer = Response | Promise<Response>;

/**
 * The pages where a desktop's person signs in. Each belongs to one request of one browser, which its cookie proves; a form
 * from elsewhere comes without the cookie, because it is a lax one.
 */
export function desktopPages(parts: SignInParts): Hono<Env> {
  const on =
    (work: (step: Step) => Answer) =>
    async (c: Context<Env>): Promise<Response> => {
      const step = await stepOf(parts, c);
      return step === null ? expired(c) : work(step);
    };
  return new Hono<Env>()
    .get(
      '/sign-in/:id',
      on((step) => begin(parts, step)),
    )
    .post(
      '/sign-in/:id/email',
      on((step) => takeAddress(parts, step)),
    )
    .get(
      '/sign-in/:id/code',
      on((step) => showCode(parts, step, null)),
    )
    .post(
      '/sign-in/:id/code',
      on((step) => takeCode(parts, step)),
    )
    .post(
      '/sign-in/:id/again',
      on((step) => sendAgain(parts, step)),
    )
    .post(
      '/sign-in/:id/google',
      on((step) => goOutside(parts, step, 'google')),
    )
    .post(
      '/sign-in/:id/github',
      on((step) => goOutside(parts, step, 'github')),
    )
    .get(
      '/sign-in/:id/back',
      on((step) => comeBack(parts, step)),
    )
    .get(
      '/sign-in/:id/next',
      on((step) => next(parts, step)),
    )
    .post(
      '/sign-in/:id/agree',
      on((step) => agree(parts, step)),
    )
    .post(
      '/sign-in/:id/link',
      on((step) => link(parts, step)),
    )
    .post(
      '/sign-in/:id/restore',
      on((step) => restore(parts, step)),
    )
    .post(
      '/sign-in/:id/cancel',
      on((step) => refuse(parts, step, 'cancelled')),
    );
}

async function stepOf(parts: SignInParts, c: Context<Env>): Promise<Step | null> {
  const id = c.req.param('id') ?? '';
  const desktop = await parts.desktops.find(c.env.incoming, c.env.outgoing, id);
  if (desktop === null) return null;
  const progress = (await parts.book.read(id)) ?? NO_PROGRESS;
  return { c, at: `/sign-in/${id}`, desktop, progress };
}

function show(c: Context<Env>, markup: Markup, status: 200 | 409 | 410 | 422 | 429 | 503 = 200): Answer {
  return c.html(markup, status);
}

function expired(c: Context<Env>): Answer {
  return show(c, saying(words('trouble.expired'), words('trouble.expiredText')), 410);
}

function showMethods(
  parts: SignInParts,
  { c, at, desktop }: Step,
  trouble: string | null,
  typed = '',
  status: 200 | 409 | 422 | 429 | 503 = 200,
): Answer {
  const outside = parts.providers.map(({ method }) => method);
  const device = tidyDevice(desktop.device ?? undefined);
  return show(c, methodsPage({ at, device, outside, typed, trouble }), status);
}

/** The first look. A guest's ticket is taken now: it is good for ten minutes, and reading mail may take longer. */
async function begin(parts: SignInParts, step: Step): Promise<Response> {
  const { c, desktop } = step;
  const known = await parts.book.read(desktop.id);
  if (known !== null) return showMethods(parts, step, null);
  const taken = await parts.limits.take(RULES.signInsPerNetwork, parts.networkOf(c));
  if (taken.kind === 'full') {
    const wait = waitWords(taken.retryAfterMs);
    return show(c, saying(words('trouble.tooMany'), words('trouble.tooManyText', { wait })), 429);
  }
  const { guestTicket } = desktop;
  const progress = await parts.book.begin(desktop.id, async (tx) => {
    if (guestTicket === null) return null;
    return (await parts.accounts.spendTicket('upgrade', guestTicket, tx))?.accountId ?? null;
  });
  const wanted = parts.providers.find(({ method }) => method === desktop.method);
  if (wanted === undefined) return showMethods(parts, step, null);
  return goOutside(parts, { ...step, progress }, wanted.method);
}

async function takeAddress(parts: SignInParts, step: Step): Promise<Response> {
  const typed = await fieldOf(step.c, 'address');
  const address = tidyAddress(typed);
  if (address === null) return showMethods(parts, step, words('signIn.addressWrong'), typed, 422);
  return sendTo(parts, step, address, `${step.at}/code`);
}

async function sendAgain(parts: SignInParts, step: Step): Promise<Response> {
  const { address } = step.progress;
  if (address === null) return step.c.redirect(step.at, 303);
  return sendTo(parts, step, address, `${step.at}/code?again=yes`);
}

async function sendTo(parts: SignInParts, step: Step, address: string, after: string): Promise<Response> {
  const { c, desktop, progress } = step;
  const sent = await parts.accounts.signIn.sendCode(desktop.id, address, parts.networkOf(c));
  if (sent.kind === 'full') {
    const wait = waitWords(sent.retryAfterMs);
    return showMethods(parts, step, words('signIn.tooMany', { wait }), address, 429);
  }
  if (sent.kind === 'undeliverable')
    return showMethods(parts, step, words('signIn.undeliverable'), address, 422);
  await parts.book.write(desktop.id, { ...progress, address, proof: null, outside: null });
  return c.redirect(after, 303);
}

function showCode(
  { mailbox }: SignInParts,
  { c, at, progress }: Step,
  trouble: string | null,
  status: 200 | 422 | 429 = 200,
): Answer {
  if (progress.address === null) return c.redirect(at, 303);
  const sentAgain = trouble === null && c.req.query('again') === 'yes';
  return show(c, codePage({ at, address: progress.address, trouble, sentAgain, mailbox }), status);
}

async function takeCode(parts: SignInParts, step: Step): Promise<Response> {
  const { c, at, desktop, progress } = step;
  const code = (await fieldOf(c, 'code')).replace(/\s/g, '');
  if (!/^\d{6}$/.test(code)) return showCode(parts, step, words('code.shape'), 422);
  const answer = await parts.accounts.signIn.checkCode(desktop.id, code, (tx, address) => {
    const proof: Proof = { method: 'email', subject: address, address, name: '' };
    return parts.book.write(desktop.id, { ...progress, address: null, proof }, tx);
  });
  switch (answer.kind) {
    case 'right':
      return c.redirect(`${at}/next`, 303);
    case 'full': {
      const wait = waitWords(answer.retryAfterMs);
      return showCode(parts, step, words('signIn.tooMany', { wait }), 429);
    }
    case 'gone':
      // A form that was sent twice, or whose answer was not heard: what it proved is known.
      return (await parts.book.read(desktop.id))?.proof != null
        ? c.redirect(`${at}/next`, 303)
        : showCode(parts, step, words('code.gone'), 422);
    case 'wrong':
      return answer.attemptsLeft === 0
        ? showCode(parts, step, words('code.gone'), 422)
        : showCode(parts, step, words('code.wrong', { count: answer.attemptsLeft }), 422);
  }
}

async function goOutside(parts: SignInParts, step: Step, method: 'google' | 'github'): Promise<Response> {
  const { c, desktop, progress } = step;
  const began = await beginOutside(parts, method);
  if (began === null)
    return showMethods(parts, step, words('outside.away', { method: METHOD_NAMES[method] }), '', 503);
  await parts.book.write(desktop.id, { ...progress, address: null, proof: null, outside: began.outside });
  return c.redirect(began.url, 303);
}

async function comeBack(parts: SignInParts, step: Step): Promise<Response> {
  const { c, at, desktop, progress } = step;
  const { outside } = progress;
  if (outside === null) return c.redirect(at, 303);
  const answer = await finishOutside(parts, outside, c.req.url);
  if (answer.kind === 'proof') {
    await parts.book.write(desktop.id, { ...progress, outside: null, proof: answer.proof });
    return c.redirect(`${at}/next`, 303);
  }
  return showMethods(
    parts,
    step,
    outsideTrouble(answer, outside.method),
    '',
    answer.kind === 'away' ? 503 : 409,
  );
}

export function outsideTrouble(
  answer: Exclude<OutsideAnswer, { kind: 'proof' }> | { readonly kind: 'away' },
  which: 'google' | 'github',
): string {
  const method = METHOD_NAMES[which];
  switch (answer.kind) {
    case 'cancelled':
      return words('outside.cancelled', { method });
    case 'no-address':
      return words('outside.noAddress', { method });
    case 'away':
      return words('outside.away', { method });
    case 'failed':
      return words('outside.failed', { method });
  }
}

/** Who is there is proven: where they go is decided anew each time, from what is known now. */
async function next(parts: SignInParts, step: Step): Promise<Response> {
  const { proof } = step.progress;
  if (proof === null) return step.c.redirect(step.at, 303);
  return follow(parts, step, proof, await parts.accounts.signIn.decide(proof));
}

async function follow(
  parts: SignInParts,
  step: Step,
  proof: Proof,
  decision: SignInDecision,
): Promise<Response> {
  const { c, at, progress } = step;
  switch (decision.kind) {
    case 'enter':
      return (await parts.accounts.signIn.enter(proof, decision.accountId, progress.guestId))
        ? letIn(parts, step, decision.accountId)
        : c.redirect(at, 303);
    case 'restore':
      return show(c, restorePage(at, decision.dueAtMs));
    case 'going':
      return show(c, goingPage(at), 409);
    case 'offer-link':
      return show(c, offerLinkPage(at, proof.address, proof.method));
    case 'agree':
      return showAgree(parts, step, proof, null, '');
  }
}

function showAgree(
  { legal }: SignInParts,
  { c, at, progress }: Step,
  { address }: Proof,
  trouble: string | null,
  country: string,
): Answer {
  const guest = progress.guestId !== null;
  return show(c, agreePage({ at, address, guest, legal, country, trouble }), trouble === null ? 200 : 422);
}

async function agree(parts: SignInParts, step: Step): Promise<Response> {
  const { c, at, progress, desktop } = step;
  const { proof } = progress;
  if (proof === null) return c.redirect(at, 303);
  const text = await formOf(c);
  if (text('young') === 'yes') return refuse(parts, step, 'under-age');
  const country = text('country');
  if (!isCountry(country)) return showAgree(parts, step, proof, words('agree.countryMissing'), '');
  if (text('age') !== 'yes') return showAgree(parts, step, proof, words('agree.ageMissing'), country);
  const given = { terms: text('terms'), privacy: text('privacy'), country, oldEnough: true };
  const origin = { network: parts.networkOf(c), device: tidyDevice(desktop.device ?? undefined) };
  const answer = await parts.accounts.signIn.make(proof, given, progress.guestId, origin);
  switch (answer.kind) {
    case 'made':
      return letIn(parts, step, answer.accountId);
    case 'there':
      return follow(parts, step, proof, answer.decision);
    case 'outdated':
      return showAgree(parts, step, proof, words('agree.outdated'), country);
    case 'under-age':
      return refuse(parts, step, 'under-age');
  }
}

async function link(parts: SignInParts, step: Step): Promise<Response> {
  const { c, at, progress, desktop } = step;
  const { proof } = progress;
  if (proof === null) return c.redirect(at, 303);
  const decision = await parts.accounts.signIn.decide(proof);
  if (decision.kind !== 'offer-link') return follow(parts, step, proof, decision);
  const origin = { network: parts.networkOf(c), device: tidyDevice(desktop.device ?? undefined) };
  const linked = await parts.accounts.signIn.link(proof, decision.accountId, origin);
  if (!linked)
    return showMethods(parts, step, words('link.taken', { method: METHOD_NAMES[proof.method] }), '', 409);
  return next(parts, step);
}

async function restore(parts: SignInParts, step: Step): Promise<Response> {
  const { c, at, progress, desktop } = step;
  const { proof } = progress;
  if (proof === null) return c.redirect(at, 303);
  const decision = await parts.accounts.signIn.decide(proof);
  if (decision.kind === 'restore') {
    const origin = { network: parts.networkOf(c), device: tidyDevice(desktop.device ?? undefined) };
    await parts.accounts.signIn.restore(decision.accountId, origin);
  }
  return next(parts, step);
}

async function letIn(parts: SignInParts, { c, desktop }: Step, accountId: string): Promise<Response> {
  const { incoming, outgoing } = c.env;
  const back = await parts.desktops.letIn(incoming, outgoing, desktop, accountId, parts.networkOf(c));
  await parts.book.remove(desktop.id);
  return back === null ? expired(c) : c.redirect(back, 303);
}

/** A no goes back to the desktop, and nothing of the person stays. */
async function refuse(
  parts: SignInParts,
  { c, desktop }: Step,
  why: 'cancelled' | 'under-age',
): Promise<Response> {
  const back = await parts.desktops.refuse(c.env.incoming, c.env.outgoing, why);
  await parts.book.remove(desktop.id);
  await parts.accounts.signIn.forget(desktop.id);
  return back === null ? expired(c) : c.redirect(back, 303);
}

async function fieldOf(c: Context<Env>, name: string): Promise<string> {
  return (await formOf(c))(name).slice(0, 400);
}

/** The fields of a form by their names. What can't be read as a form has none; who sent it sees the page again. */
async function formOf(c: Context<Env>): Promise<(name: string) => string> {
  const form = await c.req.parseBody().catch(() => null);
  return (name) => {
    const value = form !== null && Object.hasOwn(form, name) ? form[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
}
