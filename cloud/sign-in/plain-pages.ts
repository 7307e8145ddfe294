import { Hono } from 'hono';
import { html } from 'hono/html';
import privacy from '../../resources/legal/en/privacy.json' with { type: 'json' };
import terms from '../../resources/legal/en/terms.json' with { type: 'json' };
import { dayWords, type Markup, page, saying, words } from '../pages/index.ts';
import type { Env, SignInParts } from './parts.ts';

interface LegalText {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[];
}

const WHYS = ['cancelled', 'timed-out', 'refused', 'failed'] as const;

/** Where a desktop sends the browser when it is through, and the texts that are agreed to. */
export function plainPages({ legal }: SignInParts): Hono<Env> {
  return new Hono<Env>()
    .get('/signed-in', (c) => c.html(saying(words('result.inTitle'), words('result.inText'))))
    .get('/sign-in-failed', (c) => {
      const why = WHYS.find((each) => each === c.req.query('why')) ?? 'failed';
      return c.html(saying(words(`result.${why}`), words(`result.${why}Text`)));
    })
    .get('/terms', (c) => c.html(legalPage(terms, legal.terms.inForceSinceMs)))
    .get('/privacy', (c) => c.html(legalPage(privacy, legal.privacy.inForceSinceMs)));
}

function legalPage({ title, sections }: LegalText, inForceSinceMs: number): Markup {
  return page({
    title,
    wide: true,
    body: html`<div><h1>${title}</h1>
<p class="text">${words('version', { version: dayWords(inForceSinceMs) })}</p></div>
${sections.map(
  ({ heading, paragraphs }) =>
    html`<section class="section"><h2>${heading}</h2>${paragraphs.map((text) => html`<p>${text}</p>`)}</section>`,
)}`,
  });
}
