import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compatibleCapabilities } from '../../providers/openai/index.ts';
import { modelCatalogueSchema, modelSchema } from '../../shared/operations/index.ts';
import { loadCatalogue } from './catalogue.ts';
import { ownModels, usableNames } from './own-models.ts';

const bundled = loadCatalogue().models;

function idsOf(...names: string[]): string[] {
  return ownModels(names.map((name) => ({ name, edits: false }))).map(({ id }) => id);
}

describe("the rows of a person's own server", () => {
  it.each([
    ['sd-cpp-local', /^own-sd-cpp-local$/],
    ['flux.1-dev', /^own-flux\.1-dev$/],
    ['SDXL', /^own-sdxl-[0-9a-f]{6}$/],
    ['org/Some Model:Q8', /^own-org-some-model-q8-[0-9a-f]{6}$/],
    ['///', /^own-[0-9a-f]{6}$/],
    ['x'.repeat(100), /^own-x+-[0-9a-f]{6}$/],
  ])('%s has an id that stays', (name, id) => {
    expect(idsOf(name)[0]).toMatch(id);
    expect(idsOf('sdxl', name)[1]).toBe(idsOf(name)[0]);
  });

  it('keeps names with one slug apart', () => {
    expect(new Set(idsOf('SDXL', 'sdxl', 'Sdxl', 'sd/xl', 'sd xl')).size).toBe(5);
  });

  it('offers edits and references only where the server knows them', () => {
    const [able, unable] = ownModels([
      { name: 'a', edits: true },
      { name: 'b', edits: false },
    ]);
    const { inputs } = compatibleCapabilities({ edits: true });
    expect(able).toMatchObject({
      operations: ['text-to-image', 'edit-image'],
      maxReferences: inputs.maxCount,
      price: { kind: 'unknown' },
    });
    expect(unable?.operations).toEqual(['text-to-image']);
    expect(unable?.maxReferences).toBeUndefined();
  });

  it('leaves out a name that no row can hold, and counts each once', () => {
    expect(usableNames(['a', 'x'.repeat(101), 'a', 'b', ''])).toEqual(['a', 'b']);
  });

  it('whatever the server lists, the catalogue stays a lawful one', () => {
    const name = fc.string({ unit: fc.constantFrom(...'aA0./-_: ~%é'), minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (names) => {
        const usable = usableNames(names);
        const rows = ownModels(usable.map((one) => ({ name: one, edits: one.length % 2 === 0 })));
        for (const row of rows) expect(modelSchema.safeParse(row).success).toBe(true);
        expect(rows).toHaveLength(usable.length);
        expect(modelCatalogueSchema.safeParse({ version: 1, models: [...bundled, ...rows] }).success).toBe(
          true,
        );
      }),
    );
  });
});

it('no model of the catalogue has an id that such a server could take', () => {
  expect(bundled.filter(({ id }) => id.startsWith('own-'))).toEqual([]);
});
