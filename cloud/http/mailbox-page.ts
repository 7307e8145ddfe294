import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Mailbox } from '../mail/index.ts';
import { page, words } from '../pages/index.ts';

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hour12: false });

/** What an embedded cloud would have sent. There is no such page where mail is really sent. */
export function mailboxPage(mailbox: Mailbox): Hono<{ readonly Bindings: HttpBindings }> {
  return new Hono<{ readonly Bindings: HttpBindings }>().get('/mailbox', (c) => {
    const letters = mailbox.letters();
    return c.html(
      page({
        title: words('mailbox.title'),
        wide: true,
        body: html`<div><h1>${words('mailbox.heading')}</h1><p class="text">${words('mailbox.text')}</p></div>
${letters.length === 0 ? html`<p class="text">${words('mailbox.empty')}</p>` : ''}
<ul class="letters">${letters.map(
          ({ to, subject, text, atMs }) => html`<li class="letter"><h2>${subject}</h2>
<p class="small">${words('mailbox.to', { address: to, time: time.format(atMs) })}</p><pre>${text}</pre></li>`,
        )}</ul>`,
      }),
    );
  });
}
