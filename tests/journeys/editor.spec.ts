import { startDesktop } from '../drivers/desktop-process.ts';
import {
  BLACK,
  canvasOf,
  colourAt,
  drag,
  layersOf,
  openDocument,
  optionsOf,
  rowsOf,
  saved,
  toolsOf,
} from './canvas-steps.ts';
import { expect, expectAccessible, test } from './studio.ts';

test('painted, undone, redone, and there again after the desktop is killed', async ({ page, gesso }) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  const before = await colourAt(page, 0.5, 0.5);
  await page.keyboard.press('b');
  await expect(toolsOf(page).getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await drag(page, [0.4, 0.5], [0.6, 0.5]);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await page.keyboard.press('Control+z');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(before);
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await expect(saved(page)).toBeVisible();
  await expectAccessible(page);
  await page.goto('about:blank');
  await gesso.desktop.kill();
  gesso.desktop = await startDesktop({ data: gesso.data });
  await gesso.open();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  // The list of undo is the same list.
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(before);
});

test('Escape in the middle of a stroke leaves no trace', async ({ page, gesso }) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  const before = await colourAt(page, 0.5, 0.5);
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5, { steps: 8 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await page.mouse.move(box.x + 4, box.y + 4);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(before);
  await expect(optionsOf(page).getByRole('button', { name: 'Undo' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('layers by keys: added, painted alone, hidden, moved, renamed, deleted', async ({ page, gesso }) => {
  await gesso.open();
  await openDocument(page);
  await layersOf(page).getByRole('button', { name: 'Add layer' }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  const before = await colourAt(page, 0.5, 0.5);
  // The picture beneath was active; the new layer is chosen with the arrow.
  await rowsOf(page).first().click();
  await drag(page, [0.4, 0.5], [0.6, 0.5]);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await rowsOf(page).first().focus();
  await page.keyboard.press('Space');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(before);
  await page.keyboard.press('Space');
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Layer name' }).fill('Shadow');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).first()).toContainText('Shadow');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rowsOf(page).nth(1)).toContainText('Shadow');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(before);
  await page.getByRole('combobox', { name: 'Blend mode' }).click();
  await page.getByRole('option', { name: 'Multiply' }).click();
  await expect(rowsOf(page).nth(1)).toContainText('Multiply');
  await rowsOf(page).nth(1).focus();
  await page.keyboard.press('Delete');
  await expect(rowsOf(page)).toHaveCount(1);
});

test('a selection keeps paint inside it, a mask hides without destroying, and closing shows the picture again', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('m');
  await drag(page, [0.3, 0.4], [0.5, 0.6]);
  await expect(optionsOf(page).getByRole('button', { name: 'Invert' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  const outside = await colourAt(page, 0.6, 0.5);
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  await drag(page, [0.35, 0.5], [0.65, 0.5]);
  await expect.poll(() => colourAt(page, 0.4, 0.5)).toEqual(BLACK);
  expect(await colourAt(page, 0.6, 0.5)).toEqual(outside);
  await page.keyboard.press('Control+d');
  await layersOf(page).getByRole('button', { name: 'Add mask' }).click();
  await expect(rowsOf(page).getByRole('img', { name: 'Mask' })).toBeVisible();
  await canvasOf(page).focus();
  await page.keyboard.press('q');
  await optionsOf(page).getByRole('radio', { name: 'Subtract from mask' }).check();
  await drag(page, [0.6, 0.45], [0.6, 0.55]);
  await expect.poll(() => colourAt(page, 0.6, 0.5)).not.toEqual(outside);
  await layersOf(page).getByRole('button', { name: 'Remove mask' }).click();
  await expect.poll(() => colourAt(page, 0.6, 0.5)).toEqual(outside);
  await optionsOf(page).getByRole('button', { name: 'Close document' }).click();
  await expect(canvasOf(page).getByRole('img', { name: 'Two arches at noon' })).toBeVisible();
  await expect(layersOf(page)).toBeHidden();
});

test('a layer is scaled, turned and flipped by its handles and by keys; Escape puts it back', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('v');
  const before = await colourAt(page, 0.25, 0.5);
  await optionsOf(page).getByRole('button', { name: 'Transform' }).click();
  const frame = page.getByRole('group', { name: /^Frame, 1248 by 832/ });
  await expect(frame).toBeVisible();
  await expectAccessible(page);
  const corner = page.getByRole('button', { name: 'Resize frame, left', exact: true });
  const box = await corner.boundingBox();
  if (box === null) throw new Error('no handle');
  await page.mouse.move(box.x + 12, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, box.y + 12, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByRole('group', { name: /^Frame, [67]\d\d by 832/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(frame).toBeHidden();
  await expect(optionsOf(page).getByRole('button', { name: 'Undo' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await optionsOf(page).getByRole('button', { name: 'Transform' }).click();
  await page.getByRole('button', { name: 'Resize frame, left', exact: true }).focus();
  for (let presses = 0; presses < 40; presses++) await page.keyboard.press('Shift+ArrowRight');
  await optionsOf(page).getByRole('button', { name: 'Apply' }).click();
  // What was moved away leaves the page's own board behind.
  await expect.poll(() => colourAt(page, 0.25, 0.5)).not.toEqual(before);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => colourAt(page, 0.25, 0.5)).toEqual(before);
});

test('selected pixels are cut and pasted back as a layer of their own, in their place', async ({
  page,
  gesso,
  context,
}) => {
  await gesso.open();
  await openDocument(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await canvasOf(page).focus();
  const before = await colourAt(page, 0.4, 0.5);
  await page.keyboard.press('m');
  await drag(page, [0.3, 0.4], [0.5, 0.6]);
  await expect(optionsOf(page).getByRole('button', { name: 'Invert' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await canvasOf(page).focus();
  await page.keyboard.press('Control+x');
  await expect.poll(() => colourAt(page, 0.4, 0.5)).not.toEqual(before);
  await page.keyboard.press('Control+v');
  await expect(rowsOf(page)).toHaveCount(2);
  await expect.poll(() => colourAt(page, 0.4, 0.5)).toEqual(before);
});

test('a stroke of two hundred events makes React draw at most twice before it ends', async ({
  page,
  gesso,
}) => {
  // React tells its developer tools of every commit, in production too; the window itself knows nothing of this.
  await page.addInitScript(() => {
    const counter = { commits: 0 };
    Object.assign(window, {
      counter,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberRoot: () => {
          counter.commits += 1;
        },
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
        checkDCE: () => undefined,
      },
    });
  });
  const commits = () => page.evaluate(() => (Reflect.get(window, 'counter') as { commits: number }).commits);
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  expect(await commits()).toBeGreaterThan(3);
  await page.keyboard.press('b');
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  await page.mouse.move(box.x + 200, box.y + 300);
  await page.waitForTimeout(600);
  const before = await commits();
  await page.mouse.down();
  for (let at = 0; at < 200; at++) await page.mouse.move(box.x + 200 + at * 2, box.y + 300 + (at % 20));
  const during = (await commits()) - before;
  await page.mouse.up();
  expect(during).toBeLessThanOrEqual(2);
});

test('the engine has a file of its own for pixels nobody looks at, and takes the last one away', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  const files = (): Promise<string[]> =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('tiles');
      const names: string[] = [];
      for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
        names.push(name);
      return names;
    });
  const first = await files();
  expect(first).toHaveLength(1);
  await page.reload();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect.poll(async () => (await files()).length === 1 && (await files())[0] !== first[0]).toBe(true);
});

test('an engine that failed says so, and the document is opened again with all that was saved', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await layersOf(page).getByRole('button', { name: 'Add layer' }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(saved(page)).toBeVisible();
  const before = await colourAt(page, 0.4, 0.5);
  const [engine] = page.workers();
  if (engine === undefined) throw new Error('no engine');
  // Not waited for: the worker ends before it could answer.
  engine.evaluate(() => void Promise.reject(new Error('planted by a journey'))).catch(() => {});
  const again = page.getByRole('button', { name: 'Open again' });
  await expect(again).toBeVisible();
  await expectAccessible(page);
  await again.click();
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(again).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect.poll(() => colourAt(page, 0.4, 0.5)).toEqual(before);
});
