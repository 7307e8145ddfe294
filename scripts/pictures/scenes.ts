import { expect, type Page } from '@playwright/test';
import type { GenerationInput } from '../../shared/contracts/desktop/index.ts';

/** One state of the window: what leads to it from a fresh page. */
export interface Scene {
  readonly name: string;
  /** The model the form starts with; the sandbox unless it says otherwise. */
  readonly modelId?: string;
  readonly show: (page: Page) => Promise<void>;
  /** It moves on while it is looked at, so it is taken at once. */
  readonly live?: true;
}

interface Work extends Pick<GenerationInput, 'prompt' | 'aspect' | 'count' | 'seed'> {
  /** The one the Studio shows. */
  readonly accepted?: boolean;
}

/** What hangs in the library. The last run is left waiting for a decision. */
export const WALL: readonly Work[] = [
  { prompt: 'Two arches at noon, peach plaster', aspect: '2:3', count: 2, seed: 3 },
  { prompt: 'Dunes at noon, long exposure, pale sand', aspect: '16:9', count: 2, seed: 1017 },
  { prompt: 'Cut paper collage, flower and sun, cobalt and ochre', aspect: '3:2', count: 2, seed: 6 },
  { prompt: 'Low tide at dawn, still sea, thin clouds', aspect: '3:2', count: 2, seed: 4, accepted: true },
  { prompt: 'Agate slice, teal and copper bands', aspect: '1:1', count: 2, seed: 6 },
  { prompt: 'Mountains in mist, ink wash', aspect: '3:2', count: 2, seed: 3 },
  { prompt: 'Terrazzo, small chips', aspect: '1:1', count: 2, seed: 5 },
  { prompt: 'Fern cyanotype on cotton paper', aspect: '2:3', count: 2, seed: 1119 },
  { prompt: 'Clouds in the afternoon, high and bright', aspect: '3:2', count: 1, seed: 1136 },
  { prompt: 'Harbour lights out of focus, bokeh', aspect: '16:9', count: 1, seed: 3 },
  { prompt: 'Still life with quinces on linen', aspect: '3:2', count: 4, seed: 21 },
];

export const FIRST_RUN_SCENES: readonly Scene[] = [
  { name: 'first-run', show: async (page) => page.getByRole('button', { name: /^Try it/ }).waitFor() },
  {
    name: 'first-run-waiting',
    show: async (page) => {
      await page.getByRole('button', { name: 'Continue with email' }).click();
      await page.getByText('Your browser is open').waitFor();
    },
  },
  {
    name: 'first-run-computer',
    show: async (page) => {
      await page.getByRole('button', { name: /^Try it/ }).click();
      await page.getByRole('button', { name: 'Open Gesso' }).waitFor();
    },
  },
];

export const SCENES: readonly Scene[] = [
  { name: 'studio-candidates', show: async (page) => void (await fillForm(page)) },
  {
    name: 'studio-accepted',
    show: async (page) => {
      await fillForm(page);
      await page.getByRole('button', { name: 'Show accepted' }).click();
    },
  },
  {
    name: 'studio-too-long',
    show: async (page) => {
      await fillForm(page, 'quinces '.repeat(4_100));
      await page.getByRole('textbox', { name: 'Prompt' }).press('Control+Home');
    },
  },
  {
    name: 'studio-own-key',
    modelId: 'gpt-image-2',
    show: async (page) => {
      await fillForm(page);
      await page.getByRole('button', { name: /^Generate about/ }).waitFor();
    },
  },
  {
    name: 'studio-retired-model',
    modelId: 'gpt-image-1',
    show: async (page) => {
      await fillForm(page);
      await page.getByText('Retired. Choose another model').waitFor();
    },
  },
  {
    name: 'studio-references',
    modelId: 'gpt-image-2',
    show: async (page) => {
      await withReferences(page);
      await page.getByRole('button', { name: /^Reference: Style/ }).blur();
    },
  },
  {
    name: 'studio-document',
    show: async (page) => {
      // What is opened from the Library is looked at, although a run waits.
      await openLibrary(page);
      await page.getByRole('gridcell').nth(6).click();
      await page.keyboard.press('Enter');
      await openLayers(page);
    },
  },
  {
    name: 'studio-sent',
    modelId: 'gpt-image-2',
    show: async (page) => {
      await withReferences(page);
      await page.getByRole('button', { name: 'What will be sent' }).click();
      await page.getByRole('dialog', { name: 'What will be sent' }).getByText('prompt').first().waitFor();
    },
  },
  {
    name: 'palette',
    show: async (page) => {
      await fillForm(page);
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('s');
      await page.getByRole('option').nth(6).waitFor();
    },
  },
  {
    name: 'export',
    show: async (page) => {
      await openExport(page);
      await page.getByRole('radio', { name: 'JPEG' }).check();
      await knownSize(page);
    },
  },
  {
    name: 'library',
    show: async (page) => {
      await openLibrary(page);
      await page.getByRole('gridcell').nth(2).click();
      await page.getByRole('complementary', { name: 'Details' }).getByText('Parameters').waitFor();
    },
  },
  {
    name: 'library-selection',
    show: async (page) => {
      await openLibrary(page);
      for (const index of [1, 2, 4])
        await page
          .getByRole('gridcell')
          .nth(index)
          .click({ modifiers: ['Control'] });
      await page.getByRole('toolbar', { name: 'Selected pictures' }).waitFor();
    },
  },
  {
    name: 'library-search',
    show: async (page) => {
      await openLibrary(page);
      await page.getByRole('textbox', { name: 'Search the library' }).fill('nothing like it');
      await page.getByRole('heading', { name: 'No pictures match' }).waitFor();
    },
  },
  {
    name: 'quick-look',
    show: async (page) => {
      await openLibrary(page);
      await page.getByRole('gridcell').nth(2).click();
      await page.keyboard.press('Space');
      await page.getByRole('dialog').waitFor();
    },
  },
  ...(
    ['General', 'Appearance', 'Storage', 'Providers and keys', 'Spending', 'Shortcuts', 'About'] as const
  ).map((name) => ({
    name: `settings-${name.split(' ')[0]?.toLowerCase()}`,
    show: async (page: Page) => {
      await promptOf(page).waitFor();
      await page.keyboard.press('Control+,');
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    },
  })),
  // These leave ended jobs behind.
  {
    name: 'jobs',
    live: true,
    show: async (page) => {
      await fillForm(page, 'Mountains in mist, ink wash');
      await slowly(page);
      await page.keyboard.press('Control+Enter');
      await page.keyboard.press('Control+Shift+j');
      await page.getByRole('dialog', { name: 'Jobs' }).getByRole('listitem').nth(5).waitFor();
      await partial(page);
    },
  },
  {
    name: 'studio-running',
    live: true,
    show: async (page) => {
      await fillForm(page, 'Low tide at dawn, still sea');
      await slowly(page);
      await page.keyboard.press('Control+Enter');
      await partial(page);
    },
  },
  {
    name: 'studio-refused',
    show: async (page) => {
      await fillForm(page, 'Somebody famous sandbox:refuse');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  // These work in a document, and a run in one is discarded again.
  { name: 'in-place-mask', show: async (page) => withMask(page) },
  { name: 'in-place-result', show: async (page) => withResult(page) },
  {
    name: 'in-place-difference',
    show: async (page) => {
      await withResult(page);
      await candidatesOf(page).getByRole('button', { name: 'Proof' }).click();
      await candidatesOf(page).getByRole('radio', { name: 'Difference' }).check({ force: true });
      await rest(page);
    },
  },
  {
    name: 'in-place-slider',
    show: async (page) => {
      await withResult(page);
      await candidatesOf(page).getByRole('radio', { name: 'Before and after' }).check({ force: true });
      await rest(page);
    },
  },
  {
    name: 'crop',
    show: async (page) => {
      await openDocument(page);
      await page.getByRole('button', { name: 'Crop and extend' }).click();
      await page.getByRole('textbox', { name: 'Page width' }).fill('1000');
      await page.keyboard.press('Enter');
      await rest(page);
    },
  },
];

/** The accepted picture as a document, and nothing of the runs that wait. */
async function openDocument(page: Page): Promise<void> {
  await openLibrary(page);
  // The same picture in each of them, whatever was made meanwhile.
  await page.getByRole('textbox', { name: 'Search the library' }).fill('low tide dawn');
  await expect(page.getByRole('gridcell')).toHaveCount(2);
  await page.getByRole('gridcell').first().click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Edit layers' }).click();
  await page.getByRole('button', { name: 'Crop and extend' }).waitFor();
}

/** A frame in a document, and in it a mask painted by hand. */
async function withMask(page: Page): Promise<void> {
  await openDocument(page);
  await page.getByRole('combobox', { name: 'Operation' }).click();
  await page.getByRole('option', { name: 'Inpaint' }).click();
  for (const side of ['Frame width', 'Frame height']) {
    await page.getByRole('textbox', { name: side }).fill('640');
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'Mask brush' }).click();
  await page.getByRole('textbox', { name: 'Brush size' }).fill('240');
  await page.keyboard.press('Enter');
  const box = await page.getByRole('region', { name: 'Canvas' }).boundingBox();
  if (box === null) throw new Error('no canvas');
  const at = (turn: number): readonly [number, number] => [
    box.x + box.width * (0.5 + 0.06 * Math.cos(turn)),
    box.y + box.height * (0.46 + 0.08 * Math.sin(turn)),
  ];
  await page.mouse.move(...at(0));
  await page.mouse.down();
  for (let turn = 0; turn <= 6.4; turn += 0.2) await page.mouse.move(...at(turn));
  await page.mouse.up();
  await page.getByText(/^Mask covers \d+%/).waitFor();
  await promptOf(page).fill('A still life with a cobalt vase, sandbox:everything');
  await rest(page);
}

/** What a model that changes everything made of it, looked at in the document. */
async function withResult(page: Page): Promise<void> {
  await withMask(page);
  const count = page.getByRole('spinbutton', { name: 'Count' });
  await count.press('3');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await candidatesOf(page).getByText('Nothing outside the mask changes').waitFor({ timeout: 60_000 });
  await candidatesOf(page).getByRole('button', { name: 'Discard' }).waitFor({ timeout: 60_000 });
  await rest(page);
}

function candidatesOf(page: Page) {
  return page.getByRole('toolbar', { name: 'Candidates' });
}

/** The pointer's ring and its tips would be in the picture. */
async function rest(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
}

/** The accepted picture as a document: a layer painted above it, in a mode of its own, and a selection. */
async function openLayers(page: Page): Promise<void> {
  const edit = page.getByRole('button', { name: 'Edit layers' });
  const layers = page.getByRole('region', { name: 'Layers' });
  await edit.click();
  // In a low window it is a tab.
  const tab = page.getByRole('tab', { name: 'Layers' });
  await tab.or(layers).first().waitFor();
  if (await tab.isVisible()) await tab.click();
  await layers.getByRole('listitem').first().waitFor();
  if ((await layers.getByRole('listitem').count()) === 1) {
    await layers.getByRole('button', { name: 'Add layer' }).click();
    await layers.getByRole('listitem').nth(1).waitFor();
    await layers.getByRole('listitem').first().click();
    const box = await page.getByRole('region', { name: 'Canvas' }).boundingBox();
    if (box === null) throw new Error('no canvas');
    await page.getByRole('button', { name: 'Brush', exact: true }).click();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
    await page.mouse.down();
    for (let at = 0; at < 30; at++)
      await page.mouse.move(
        box.x + box.width * (0.3 + at * 0.012),
        box.y + box.height * (0.3 + Math.sin(at / 4) * 0.06),
      );
    await page.mouse.up();
    await layers.getByRole('combobox', { name: 'Blend mode' }).click();
    await page.getByRole('option', { name: 'Soft light' }).click();
    await layers.getByRole('button', { name: 'Add mask' }).click();
  }
  await page.getByRole('button', { name: 'Mask brush' }).click();
  await page.mouse.move(0, 0);
  // A narrow window does not say it, and knows it all the same.
  await page.getByText('Saved on this computer').waitFor({ state: 'attached' });
  await expect(layers.getByRole('listitem').first().locator('img')).toHaveCount(2);
}

/** The picture in the Studio is edited, another from the library gives its style. */
async function withReferences(page: Page): Promise<void> {
  await openLibrary(page);
  // Another one than stands in the Studio: no picture goes along twice.
  await page.getByRole('gridcell').nth(8).click();
  await page.getByRole('button', { name: 'Use as reference' }).click();
  await fillForm(page, 'The same table in winter light, snow outside');
  await page.getByRole('button', { name: /^Reference: Subject/ }).click();
  await page.getByRole('menuitemradio', { name: 'Style' }).click();
  await page.getByRole('button', { name: 'Add reference' }).click();
  await page.getByRole('menuitem', { name: 'The picture in the Studio' }).click();
  await page.getByRole('button', { name: /^Reference: Edit/ }).waitFor();
}

async function openExport(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Export picture' }).click();
  await knownSize(page);
}

async function knownSize(page: Page): Promise<void> {
  await page.getByRole('dialog', { name: 'Export' }).getByRole('status').filter({ hasText: /B$/ }).waitFor();
}

function promptOf(page: Page) {
  return page.getByRole('textbox', { name: 'Prompt' });
}

async function fillForm(page: Page, prompt = WALL.at(-1)?.prompt ?? ''): Promise<void> {
  await promptOf(page).fill(prompt);
  await page.getByRole('toolbar', { name: 'Candidates' }).waitFor();
  await promptOf(page).blur();
}

async function openLibrary(page: Page): Promise<void> {
  await promptOf(page).waitFor();
  await page.keyboard.press('Alt+2');
  await page.getByRole('gridcell').nth(4).waitFor();
}

/** Pictures of this size take long enough to be seen while they are made. */
async function slowly(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^4K/ }).check();
  // The pointer would rest on what opens next and show its tip.
  await page.mouse.move(0, 0);
}

/** A run on the canvas with a first rough version of its picture. */
async function partial(page: Page): Promise<void> {
  const preview = page.getByRole('region', { name: 'Canvas' }).locator('img[src*="/previews/"]');
  await expect(preview.first()).toHaveAttribute('data-loaded', 'true', { timeout: 60_000 });
}
