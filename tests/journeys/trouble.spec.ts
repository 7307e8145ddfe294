import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseSandbox, expect, expectAccessible, generate, setCount, test } from './studio.ts';

test('a library that is not one is said with its path, put aside, and a new one begun', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 1);
  await generate(page, 'Quinces on linen');
  const path = join(gesso.data, 'library.db');
  await gesso.restart(() => writeFileSync(path, 'not a database, but a letter to a friend'.repeat(50)));
  await gesso.open();
  await expect(page.getByRole('heading', { name: 'This file is not a Gesso library' })).toBeVisible();
  await expect(page.getByText(path)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('It still cannot be opened.')).toBeVisible();
  await page.getByRole('button', { name: 'Put it aside and start a new library' }).click();
  await expect(page.getByRole('button', { name: /^Try it in the sandbox/ })).toBeVisible();
});
