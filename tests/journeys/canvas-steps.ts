import type { Page } from '@playwright/test';
import { candidatesOf, chooseSandbox, expect, generate, setCount } from './studio.ts';

export const canvasOf = (page: Page) => page.getByRole('region', { name: 'Canvas' });
export const layersOf = (page: Page) => page.getByRole('region', { name: 'Layers' });
export const rowsOf = (page: Page) => layersOf(page).getByRole('listitem');
export const toolsOf = (page: Page) => page.getByRole('toolbar', { name: 'Tools' });
export const optionsOf = (page: Page) => page.getByRole('toolbar', { name: 'Tool options' });
export const saved = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved on this computer' });

/** A picture is made and accepted: it is the first layer of a document. */
export async function openDocument(page: Page): Promise<void> {
  await chooseSandbox(page);
  await setCount(page, 1);
  await generate(page, 'Two arches at noon, peach plaster');
  await candidatesOf(page).getByRole('button', { name: 'Accept' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page).getByRole('img').or(rowsOf(page).locator('img')).first()).toBeVisible();
}

/** The colour on the screen at a share of the canvas. */
export async function colourAt(page: Page, x: number, y: number): Promise<readonly number[]> {
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  const shot = await page.screenshot({
    clip: { x: box.x + box.width * x, y: box.y + box.height * y, width: 2, height: 2 },
  });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(2, 2).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    return [...(context?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])];
  }, shot.toString('base64'));
}

export async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  const box = await canvasOf(page).boundingBox();
  if (box === null) throw new Error('no canvas');
  const at = ([x, y]: readonly [number, number]) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]), { steps: 6 });
  await page.mouse.move(...at(to), { steps: 6 });
  await page.mouse.up();
  // The ring of the brush would be in the picture.
  await page.mouse.move(box.x + 4, box.y + 4);
}

export const BLACK = [0, 0, 0];
