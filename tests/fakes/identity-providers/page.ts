import { type Answer, html } from './wire.ts';

interface Choice {
  readonly id: string;
  /** How the person is called on the page, and to a screen reader. */
  readonly label: string;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The page where a person says who they are: radio buttons by name, then Continue or Cancel. No script. */
export function choosePage(
  provider: string,
  action: string,
  ticket: string,
  choices: readonly Choice[],
): Answer {
  const rows = choices.map(
    ({ id, label }, index) =>
      `<p><input type="radio" name="person" id="person-${index}" value="${escaped(id)}" ${index === 0 ? 'checked' : ''}>
      <label for="person-${index}">${escaped(label)}</label></p>`,
  );
  return page(
    `Sign in with ${provider}`,
    `<form method="post" action="${escaped(action)}">
      <input type="hidden" name="ticket" value="${escaped(ticket)}">
      <fieldset><legend>Choose an account</legend>${rows.join('\n')}</fieldset>
      <p><button type="submit" name="answer" value="yes">Continue</button>
      <button type="submit" name="answer" value="no">Cancel</button></p>
    </form>`,
    200,
  );
}

export function complaintPage(provider: string, complaint: string): Answer {
  return page(`${provider}: this does not work`, `<p>${escaped(complaint)}</p>`, 400);
}

function page(title: string, body: string, status: number): Answer {
  return html(
    status,
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body><main><h1>${escaped(title)}</h1>
${body}
</main></body>
</html>`,
  );
}
