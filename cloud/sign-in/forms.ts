import { html } from 'hono/html';
import { CODE_MINUTES, countries } from '../accounts/index.ts';
import { dayWords, type Markup, notice, page, words } from '../pages/index.ts';
import type { Legal } from '../platform/legal.ts';
import { METHOD_NAMES, type Method } from './parts.ts';

const MAIL = html`<svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="2" y="4" width="20" height="16" rx="2"/><path d="m22 7-10 6L2 7"/></svg>`;

export interface MethodsPage {
  readonly at: string;
  readonly device: string | null;
  readonly outside: readonly ('google' | 'github')[];
  readonly typed: string;
  readonly trouble: string | null;
}

/** The first page: which way in. */
export function methodsPage({ at, device, outside, typed, trouble }: MethodsPage): Markup {
  const where = device === null || device === '' ? words('signIn.here') : words('signIn.on', { device });
  return page({
    title: words('signIn.title'),
    body: html`<div><h1>${words('signIn.heading')}</h1><p class="text">${where}</p></div>
${notice(trouble)}
<form class="stack" method="post" action="${at}/email">
<label for="address">${words('signIn.address')}</label>
<input id="address" name="address" type="email" required autocomplete="email" maxlength="254" value="${typed}" aria-describedby="how" autofocus>
<p id="how" class="small">${words('signIn.sending')}</p>
<button class="primary" type="submit">${MAIL}${words('signIn.withEmail')}</button>
</form>
${outside.length === 0 ? '' : html`<p class="or">${words('signIn.or')}</p><div class="row">${outside.map((method) => outsideForm(at, method))}</div>`}
${cancelForm(at)}`,
  });
}

function outsideForm(at: string, method: 'google' | 'github'): Markup {
  return html`<form method="post" action="${at}/${method}"><button type="submit">${words(`signIn.${method}`)}</button></form>`;
}

export function cancelForm(at: string): Markup {
  return html`<form method="post" action="${at}/cancel"><button class="quiet" type="submit">${words('signIn.cancel')}</button></form>`;
}

export interface CodePage {
  readonly at: string;
  readonly address: string;
  readonly trouble: string | null;
  readonly sentAgain: boolean;
  /** This cloud sends no mail: its letters are on a page of its own. */
  readonly mailbox: boolean;
}

export function codePage({ at, address, trouble, sentAgain, mailbox }: CodePage): Markup {
  return page({
    title: words('code.title'),
    body: html`<div><h1>${words('code.heading')}</h1>
<p class="text">${words('code.text', { address, minutes: CODE_MINUTES })}</p></div>
${mailbox ? html`<p class="text">${words('code.mailbox')} <a href="/mailbox" target="_blank">${words('code.openMailbox')}</a></p>` : ''}
${notice(trouble)}
${sentAgain ? html`<p class="text" role="status">${words('code.sent')}</p>` : ''}
<form class="stack" method="post" action="${at}/code">
<label for="code">${words('code.label')}</label>
<input id="code" class="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,8}" maxlength="8" required autofocus>
<button class="primary" type="submit">${words('code.go')}</button>
</form>
<div class="row">
<form method="post" action="${at}/again"><button class="quiet" type="submit">${words('code.again')}</button></form>
<form method="get" action="${at}"><button class="quiet" type="submit">${words('code.other')}</button></form>
</div>
${cancelForm(at)}`,
  });
}

export interface AgreePage {
  readonly at: string;
  readonly address: string;
  readonly guest: boolean;
  readonly legal: Legal;
  readonly country: string;
  readonly trouble: string | null;
}

/** Age and terms, before anything is stored of a new person. */
export function agreePage({ at, address, guest, legal, country, trouble }: AgreePage): Markup {
  const { general } = legal.minimumAge;
  return page({
    title: words('agree.title'),
    body: html`<div><h1>${words('agree.heading')}</h1>
<p class="text">${words(guest ? 'agree.guest' : 'agree.text', { address })}</p></div>
${notice(trouble)}
<form class="stack" method="post" action="${at}/agree" novalidate>
<input type="hidden" name="terms" value="${legal.terms.version}">
<input type="hidden" name="privacy" value="${legal.privacy.version}">
<label for="country">${words('agree.country')}</label>
<select id="country" name="country" autocomplete="country" required>
<option value="">${words('agree.choose')}</option>
${countries('en').map(({ code, name }) => html`<option value="${code}"${code === country ? html` selected` : ''}>${name}</option>`)}
</select>
<label class="tick"><input type="checkbox" name="age" value="yes" required><span>${words('agree.age', { general })}</span></label>
<details><summary>${words('agree.agesLabel')}</summary><ul class="small">${agesOf(legal)}</ul></details>
<p class="small">${termsLine()}</p>
<button class="primary" type="submit">${words('agree.make')}</button>
<button class="quiet" type="submit" name="young" value="yes" formnovalidate>${words('agree.young')}</button>
</form>
${cancelForm(at)}`,
  });
}

function agesOf({ minimumAge }: Legal): Markup[] {
  const names = new Map(countries('en').map(({ code, name }) => [code, name]));
  const ages = [...new Set(Object.values(minimumAge.byCountry))].sort((one, other) => one - other);
  return ages.map((age) => {
    const there = Object.entries(minimumAge.byCountry)
      .filter(([, least]) => least === age)
      .map(([code]) => names.get(code) ?? code)
      .sort();
    return html`<li>${words('agree.ages', { age, countries: there.join(', '), general: minimumAge.general })}</li>`;
  });
}

/** The sentence with its two links: the text says where they stand. */
function termsLine(): Markup {
  const marks = { terms: '[terms]', privacy: '[privacy]' };
  const pieces = words('agree.terms', marks).split(/(\[terms\]|\[privacy\])/);
  return html`${pieces.map((piece) => {
    if (piece === marks.terms) return html`<a href="/terms" target="_blank">${words('agree.termsLink')}</a>`;
    if (piece === marks.privacy)
      return html`<a href="/privacy" target="_blank">${words('agree.privacyLink')}</a>`;
    return piece;
  })}`;
}

/** There is an account with this address: linking is asked for, never done in silence. */
export function offerLinkPage(at: string, address: string, method: Method): Markup {
  const name = METHOD_NAMES[method];
  return page({
    title: words('link.title'),
    body: html`<div><h1>${words('link.there')}</h1>
<p class="text">${words('link.thereText', { address, method: name })}</p></div>
<form method="post" action="${at}/link"><button class="primary" type="submit">${words('link.connect', { method: name })}</button></form>
${cancelForm(at)}`,
  });
}

export function restorePage(at: string, dueAtMs: number): Markup {
  return page({
    title: words('restore.title'),
    body: html`<div><h1>${words('restore.heading')}</h1>
<p class="text">${words('restore.text', { date: dayWords(dueAtMs) })}</p></div>
<form method="post" action="${at}/restore"><button class="primary" type="submit">${words('restore.keep')}</button></form>
<form method="post" action="${at}/cancel"><button class="quiet" type="submit">${words('restore.leave')}</button></form>`,
  });
}

/** Too late to keep it, and too early to make another one with the same address. */
export function goingPage(at: string): Markup {
  return page({
    title: words('restore.going'),
    body: html`<div><h1>${words('restore.going')}</h1><p class="text">${words('restore.goingText')}</p></div>
<form method="get" action="${at}/next"><button class="primary" type="submit">${words('restore.look')}</button></form>
${cancelForm(at)}`,
  });
}
