import type { CDPSession, Page } from '@playwright/test';
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
} from './canvas-steps.ts';
import { candidatesOf, chooseSandbox, expect, expectAccessible, generate, setCount, test } from './studio.ts';

const menuOf = (page: Page) => page.getByRole('menu', { name: 'More for the layer' });

async function fromMenu(page: Page, item: string): Promise<void> {
  await layersOf(page).getByRole('button', { name: 'More for the layer' }).click();
  await menuOf(page).getByRole('menuitem', { name: item }).click();
  await expect(menuOf(page)).toBeHidden();
}

test('layers are duplicated, filled, clipped and merged, by menu and by keys', async ({ page, gesso }) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  const before = await colourAt(page, 0.5, 0.5);
  await page.keyboard.press('Control+Shift+KeyN');
  await expect(rowsOf(page)).toHaveCount(2);
  // What was just made is what the hand goes on with.
  await expect(rowsOf(page).first()).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('Alt+Backspace');
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  await page.keyboard.press('Control+j');
  await expect(rowsOf(page)).toHaveCount(3);
  await expect(rowsOf(page).first()).toContainText('Layer 2 copy');
  await page.keyboard.press('Control+Alt+KeyG');
  await expect(rowsOf(page).first()).toContainText('Shows only where the layer beneath does');
  await layersOf(page).getByRole('button', { name: 'More for the layer' }).click();
  await expect(menuOf(page)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await fromMenu(page, 'Release from the layer beneath');
  await fromMenu(page, 'Merge down');
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText('Layer 2');
  await canvasOf(page).focus();
  await page.keyboard.press('Control+e');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(BLACK);
  for (let steps = 0; steps < 7; steps++) await page.keyboard.press('Control+z');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect.poll(() => colourAt(page, 0.5, 0.5)).toEqual(before);
});

test('a mask is turned off and on, made a selection, and applied; the menu also comes where it is asked for', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  const outside = await colourAt(page, 0.65, 0.5);
  await canvasOf(page).focus();
  await page.keyboard.press('m');
  await drag(page, [0.3, 0.4], [0.5, 0.6]);
  await fromMenu(page, 'Add mask');
  await expect.poll(() => colourAt(page, 0.65, 0.5)).not.toEqual(outside);
  const hidden = await colourAt(page, 0.65, 0.5);
  await rowsOf(page).first().click({ button: 'right' });
  await menuOf(page).getByRole('menuitem', { name: 'Turn the mask off' }).click();
  await expect.poll(() => colourAt(page, 0.65, 0.5)).toEqual(outside);
  await expect(rowsOf(page).first()).toBeFocused();
  await fromMenu(page, 'Turn the mask on');
  await expect.poll(() => colourAt(page, 0.65, 0.5)).toEqual(hidden);
  await fromMenu(page, 'Apply mask');
  await expect(rowsOf(page).getByRole('img', { name: 'Mask' })).toBeHidden();
  await expect.poll(() => colourAt(page, 0.65, 0.5)).toEqual(hidden);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await expect(rowsOf(page).getByRole('img', { name: 'Mask' })).toBeVisible();
});

test('what is selected becomes a layer of its own, which moves and leaves everything else alone', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  const inside = await colourAt(page, 0.4, 0.5);
  const outside = await colourAt(page, 0.65, 0.5);
  await page.keyboard.press('m');
  await drag(page, [0.3, 0.4], [0.5, 0.6]);
  await fromMenu(page, 'Cut selection to a layer');
  await expect(rowsOf(page)).toHaveCount(2);
  await rowsOf(page).first().focus();
  await page.keyboard.press('Space');
  await expect.poll(() => colourAt(page, 0.4, 0.5)).not.toEqual(inside);
  expect(await colourAt(page, 0.65, 0.5)).toEqual(outside);
  await page.keyboard.press('Space');
  await expect.poll(() => colourAt(page, 0.4, 0.5)).toEqual(inside);
  await canvasOf(page).focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(rowsOf(page)).toHaveCount(1);
  // Copied, the layer beneath keeps everything.
  await page.keyboard.press('Control+j');
  await expect(rowsOf(page)).toHaveCount(2);
  await rowsOf(page).first().focus();
  await page.keyboard.press('Space');
  await expect.poll(() => colourAt(page, 0.4, 0.5)).toEqual(inside);
});

/** The pen's own events, with the force that the screen of a tablet would report. */
async function penStroke(
  cdp: CDPSession,
  from: readonly [number, number],
  to: readonly [number, number],
  force: number,
) {
  const event = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    cdp.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: 1,
      pointerType: 'pen',
      force,
    });
  await event('mousePressed', ...from);
  for (let at = 1; at <= 10; at++)
    await event(
      'mouseMoved',
      from[0] + ((to[0] - from[0]) * at) / 10,
      from[1] + ((to[1] - from[1]) * at) / 10,
    );
  await event('mouseReleased', ...to);
}

/** How many rows of a column of the canvas are black: the width of what crosses it. */
async function blackRows(page: Page, x: number, top: number, height: number): Promise<number> {
  const shot = await page.screenshot({ clip: { x, y: top, width: 1, height } });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(1, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const data = context?.getImageData(0, 0, 1, bitmap.height).data ?? new Uint8ClampedArray();
    let black = 0;
    for (let at = 0; at < data.length; at += 4)
      if ((data[at] ?? 255) + (data[at + 1] ?? 255) + (data[at + 2] ?? 255) === 0) black += 1;
    return black;
  }, shot.toString('base64'));
}

test('the lasso keeps paint inside it, and the eraser takes away what was painted and nothing beneath', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  const [inside, outside] = [await colourAt(page, 0.45, 0.5), await colourAt(page, 0.6, 0.5)];
  await page.keyboard.press('Control+Shift+KeyN');
  await expect(rowsOf(page)).toHaveCount(2);
  await page.keyboard.press('l');
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.35, 0.4));
  await page.mouse.down();
  for (const corner of [at(0.53, 0.4), at(0.53, 0.62), at(0.35, 0.62), at(0.35, 0.4)])
    await page.mouse.move(...corner, { steps: 6 });
  await page.mouse.up();
  await expect(optionsOf(page).getByRole('button', { name: 'Invert' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  await drag(page, [0.4, 0.5], [0.65, 0.5]);
  await expect.poll(() => colourAt(page, 0.45, 0.5)).toEqual(BLACK);
  expect(await colourAt(page, 0.6, 0.5)).toEqual(outside);
  await page.keyboard.press('Control+d');
  await page.keyboard.press('e');
  await drag(page, [0.4, 0.5], [0.65, 0.5]);
  await expect.poll(() => colourAt(page, 0.45, 0.5)).toEqual(inside);
  await page.keyboard.press('Control+z');
  await expect.poll(() => colourAt(page, 0.45, 0.5)).toEqual(BLACK);
});

test('a pen pressed harder paints wider, and its strokes are one step each', async ({ page, gesso }) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  await page.keyboard.press('b');
  await optionsOf(page).getByRole('textbox', { name: 'Brush size' }).fill('120');
  await optionsOf(page).getByRole('textbox', { name: 'Brush hardness' }).fill('100');
  const byPressure = optionsOf(page).getByRole('button', { name: 'Pen pressure for size' });
  if ((await byPressure.getAttribute('aria-pressed')) !== 'true') await byPressure.click();
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  const cdp = await page.context().newCDPSession(page);
  const left = box.x + box.width * 0.3;
  const right = box.x + box.width * 0.6;
  const rows = [box.y + box.height * 0.3, box.y + box.height * 0.6] as const;
  await penStroke(cdp, [left, rows[0]], [right, rows[0]], 0.2);
  await penStroke(cdp, [left, rows[1]], [right, rows[1]], 1);
  const middle = Math.round((left + right) / 2);
  const width = (y: number) => blackRows(page, middle, Math.round(y) - 60, 120);
  await expect.poll(() => width(rows[1])).toBeGreaterThan(40);
  const hard = await width(rows[1]);
  const soft = await width(rows[0]);
  expect(soft).toBeGreaterThan(0);
  expect(soft).toBeLessThan(hard / 2);
  await page.keyboard.press('Control+z');
  await expect.poll(() => width(rows[1])).toBe(0);
  expect(await width(rows[0])).toBe(soft);
});

test('killed in the middle of a stroke: every stroke that showed "saved" is there, and no half of one', async ({
  page,
  gesso,
}) => {
  await gesso.open();
  await openDocument(page);
  await canvasOf(page).focus();
  const before = await colourAt(page, 0.5, 0.6);
  await page.keyboard.press('b');
  await drag(page, [0.4, 0.4], [0.6, 0.4]);
  await expect.poll(() => colourAt(page, 0.5, 0.4)).toEqual(BLACK);
  await expect(saved(page)).toBeVisible();
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6, { steps: 8 });
  await expect.poll(() => colourAt(page, 0.5, 0.6)).toEqual(BLACK);
  await gesso.desktop.kill();
  await page.goto('about:blank');
  await page.mouse.up();
  gesso.desktop = await startDesktop({ data: gesso.data });
  await gesso.open();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect.poll(() => colourAt(page, 0.5, 0.4)).toEqual(BLACK);
  expect(await colourAt(page, 0.5, 0.6)).toEqual(before);
});

test('a document of which nothing was kept is not offered again, and the Studio shows its picture', async ({
  page,
  gesso,
}) => {
  await page.route('**/documents/*/journal*', (route) => route.abort());
  await gesso.open();
  await chooseSandbox(page);
  await setCount(page, 1);
  await generate(page, 'Two arches at noon, peach plaster');
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.getByRole('status').filter({ hasText: 'Not saved' })).toBeVisible();
  await gesso.desktop.kill();
  await page.goto('about:blank');
  await page.unroute('**/documents/*/journal*');
  gesso.desktop = await startDesktop({ data: gesso.data });
  await gesso.open();
  await expect(canvasOf(page).getByRole('img', { name: 'Two arches at noon' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit layers' })).toBeVisible();
  await expect(layersOf(page)).toBeHidden();
  await page.getByRole('button', { name: 'Edit layers' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(saved(page)).toBeVisible();
});
