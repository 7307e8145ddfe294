import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { LANGUAGE, words } from './words.ts';

/** Markup that was put together by the template, so that everything a person typed in it is text. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageParts {
  readonly title: string;
  readonly body: Markup;
  /** A long text has no picture beside it. */
  readonly wide?: boolean;
}

/** One page in Gesso's look. No script: everything works by links and forms. */
export function page({ title, body, wide = false }: PageParts): Markup {
  return html`<!doctype html>
<html lang="${LANGUAGE}" data-theme="system">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="referrer" content="no-referrer">
<title>${title} · ${words('name')}</title>
<link rel="icon" href="/look/icon.svg">
<link rel="stylesheet" href="/look/pages.css">
</head>
<body>
<div class="${wide ? 'page wide' : 'page'}">
<main class="side"><div class="inside">
${MARK}
${body}
</div>
<footer class="foot"><a href="/terms">${words('footTerms')}</a> <a href="/privacy">${words('footPrivacy')}</a></footer>
</main>
${wide ? '' : ART}
</div>
</body>
</html>`;
}

/** A board half covered with gesso: the product's mark. */
const MARK = html`<svg class="mark" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linejoin="round" aria-hidden="true"><path d="M4 4h16v16H4z" stroke-width="1.6"/><path d="M4 4h16v9.2c-1.5 1-2.3-.7-3.7-.2-1.5.5-1.3 2.7-3 2.7s-1.5-1.900-3-2.100c-1.800-.3-2 1.500-3.500 1.300-1.200-.1-1.700-1.100-2.800-.8z" fill="currentColor" stroke="none"/></svg>`;

const ART = html`<div class="art" aria-hidden="true"><figure><img src="/look/arches.webp" alt=""><figcaption>${words('picture')}</figcaption></figure></div>`;

/** A page that only says something. */
export function saying(heading: string, text: string): Markup {
  return page({
    title: heading,
    body: html`<div><h1>${heading}</h1><p class="text">${text}</p></div>`,
  });
}

/** What went wrong with a form, above it. It is read out at once. */
export function notice(text: string | null): Markup {
  return text === null ? html`` : html`<p class="notice" role="alert">${text}</p>`;
}
