import { describe, expect, it } from 'vitest';
import type { GenerationInput } from '../../shared/contracts/desktop/index.ts';
import type { Quote } from '../../shared/operations/index.ts';
import { loadCatalogue } from './catalogue.ts';
import { decideSubmit, type SubmitFacts } from './decide.ts';

const catalogue = loadCatalogue();
const input: GenerationInput = {
  operation: 'text-to-image',
  modelId: 'sandbox',
  prompt: 'quinces on linen',
  negativePrompt: '',
  aspect: '3:2',
  quality: 'standard',
  count: 4,
  seed: null,
  background: 'auto',
  parentPictureId: null,
  references: [],
  place: null,
};

function facts(change: Partial<SubmitFacts> = {}): SubmitFacts {
  return {
    model: catalogue.model('sandbox'),
    hasKey: false,
    needsKey: false,
    waiting: 0,
    waitingMax: 50,
    freeBytes: 10_000_000_000,
    drawnSeed: 7,
    shown: null,
    caps: { runMicros: null, monthMicros: null },
    spentMicros: 0,
    cautionSeen: true,
    frame: null,
    ...change,
  };
}

describe('submitting', () => {
  it('draws a seed where the model takes one, and keeps a chosen one', () => {
    const drawn = decideSubmit(facts(), input);
    const chosen = decideSubmit(facts(), { ...input, seed: 11 });
    expect(drawn.kind === 'plan' && drawn.input.seed).toBe(7);
    expect(chosen.kind === 'plan' && chosen.input.seed).toBe(11);
  });

  it('drops the seed where the model has none, and quotes its money', () => {
    const plan = decideSubmit(
      facts({ model: catalogue.model('gpt-image-2'), needsKey: true, hasKey: true }),
      { ...input, seed: 3 },
    );
    expect(plan.kind === 'plan' && plan.input.seed).toBeNull();
    expect(plan.kind === 'plan' && plan.quote.kind).toBe('estimate');
  });

  it.each([
    ['an empty prompt', {}, { prompt: ' \n ' }, 'PROMPT_EMPTY'],
    ['32,001 characters', {}, { prompt: 'x'.repeat(32_001) }, 'PROMPT_TOO_LONG'],
    ['a model nobody knows', { model: null }, {}, 'MODEL_UNKNOWN'],
    ['a retired model', { model: catalogue.model('gpt-image-1') }, {}, 'MODEL_RETIRED'],
    ['no key', { model: catalogue.model('gpt-image-2'), needsKey: true }, {}, 'KEY_MISSING'],
    ['transparency the model lacks', {}, { background: 'transparent' as const }, 'MODEL_CANNOT'],
    ['more than the model makes at once', {}, { count: 9 }, 'MODEL_CANNOT'],
    ['a full queue', { waiting: 50 }, {}, 'QUEUE_FULL'],
  ] as const)('refuses %s', (_name, factChange, inputChange, code) => {
    const answer = decideSubmit(facts(factChange), { ...input, ...inputChange });
    expect(answer.kind === 'refused' && answer.code).toBe(code);
  });

  it('sends nothing that is dearer than the button said', () => {
    const paid = facts({ model: catalogue.model('gpt-image-2'), needsKey: true, hasKey: true });
    const real = decideSubmit(paid, input);
    if (real.kind !== 'plan' || real.quote.kind !== 'estimate') throw new Error('no estimate');
    const shown = (quote: Quote) => decideSubmit({ ...paid, shown: quote }, input);
    expect(shown({ kind: 'free' })).toEqual({ kind: 'refused', code: 'PRICE_CHANGED' });
    expect(shown({ ...real.quote, micros: real.quote.micros - 20_000 })).toMatchObject({
      code: 'PRICE_CHANGED',
    });
    expect(shown(real.quote).kind).toBe('plan');
    expect(shown({ ...real.quote, micros: real.quote.micros + 20_000 }).kind).toBe('plan');
    expect(decideSubmit(facts({ shown: real.quote }), input).kind, 'cheaper is no reason to stop').toBe(
      'plan',
    );
  });

  it('says another price before it says a cap, and counts no free run', () => {
    const paid = facts({ model: catalogue.model('gpt-image-2'), needsKey: true, hasKey: true });
    const caps = { runMicros: 10_000, monthMicros: null };
    expect(decideSubmit({ ...paid, caps }, input)).toMatchObject({
      code: 'RUN_CAP',
      data: { capMicros: 10_000 },
    });
    expect(decideSubmit({ ...paid, caps, shown: { kind: 'free' } }, input)).toMatchObject({
      code: 'PRICE_CHANGED',
    });
    const none = { runMicros: 0, monthMicros: 0 };
    expect(decideSubmit(facts({ caps: none, spentMicros: 1 }), input).kind).toBe('plan');
  });

  it('takes 32,000 characters', () => {
    expect(decideSubmit(facts(), { ...input, prompt: 'x'.repeat(32_000) }).kind).toBe('plan');
  });

  it('says how much room is missing before anything is paid for', () => {
    const answer = decideSubmit(facts({ freeBytes: 1000 }), { ...input, quality: '4k' });
    expect(answer).toEqual({ kind: 'disk-full', neededBytes: Math.ceil(3456 * 2304 * 3.2) * 4 });
  });
});

describe('submitting with references', () => {
  const pictureId = '01900000-0000-7000-8000-000000000001';
  const source = { pictureId, role: 'source' } as const;
  const style = { pictureId, role: 'style' } as const;
  const paid = { model: catalogue.model('gpt-image-2'), needsKey: true, hasKey: true };
  const edit = { ...input, operation: 'edit-image', references: [source, style] } as const;

  it('each of them is paid for, for every picture that is made', () => {
    const plain = decideSubmit(facts(paid), { ...input, count: 2 });
    const one = decideSubmit(facts(paid), { ...edit, count: 2, references: [source] });
    const two = decideSubmit(facts(paid), { ...edit, count: 2, references: [source, style] });
    const micros = [plain, one, two].map((plan) =>
      plan.kind === 'plan' && plan.quote.kind === 'estimate' ? plan.quote.micros : 0,
    );
    const [none = 0, first = 0, second = 0] = micros;
    expect(none).toBeGreaterThan(0);
    expect(first).toBeGreaterThan(none);
    expect(second - first).toBe(first - none);
  });

  it.each([
    ['an edit of nothing', { ...edit, references: [] }],
    ['an edit without the edited one', { ...edit, references: [style] }],
    ['an edit of two', { ...edit, references: [source, { ...source }] }],
    ['a picture from words that edits', { ...input, references: [source] }],
    [
      'more than the model takes',
      { ...edit, references: [source, ...Array.from({ length: 16 }, () => style)] },
    ],
  ] as const)('%s is refused', (_name, asked) => {
    expect(decideSubmit(facts(paid), { ...asked, references: [...asked.references] })).toMatchObject({
      code: 'MODEL_CANNOT',
      data: { field: 'references' },
    });
  });

  it('a model without references takes none', () => {
    const sandbox = catalogue.model('sandbox');
    const model = sandbox && { ...sandbox, maxReferences: 0 };
    expect(decideSubmit(facts({ model }), { ...input, references: [style] })).toMatchObject({
      code: 'MODEL_CANNOT',
      data: { field: 'references' },
    });
  });

  it('the caution comes before the first picture leaves, and not for words alone', () => {
    const unseen = facts({ ...paid, cautionSeen: false });
    expect(decideSubmit(unseen, { ...edit, references: [source] })).toMatchObject({ code: 'CAUTION_UNSEEN' });
    expect(decideSubmit(unseen, input).kind).toBe('plan');
  });
});

describe('submitting with a place', () => {
  const paid = { model: catalogue.model('gpt-image-2'), needsKey: true, hasKey: true };
  const frame = { width: 512, height: 512 };
  const place: NonNullable<GenerationInput['place']> = {
    act: 'inpaint',
    documentId: '01900000-0000-7000-8000-00000000000d',
    frameId: '01900000-0000-7000-8000-00000000000f',
    frame: { x: 128, y: 128, width: 256, height: 256 },
    window: { x: 0, y: 0, ...frame },
    size: { width: 1024, height: 1024 },
    layerId: null,
  };
  const edit: GenerationInput = { ...input, operation: 'edit-image', place };
  const style = { pictureId: '01900000-0000-7000-8000-000000000001', role: 'style' as const };

  it('is asked for at its own size, and its frame is paid for as a picture that is sent', () => {
    const plan = decideSubmit(facts({ ...paid, frame }), edit);
    expect(plan).toMatchObject({ kind: 'plan', size: { width: 1024, height: 1024 }, input: { place } });
    const own = { ...place, act: 'new-layer' as const, frameId: null };
    const bare = decideSubmit(facts(paid), { ...edit, operation: 'text-to-image', place: own });
    if (plan.kind !== 'plan' || plan.quote.kind !== 'estimate') throw new Error(plan.kind);
    if (bare.kind !== 'plan' || bare.quote.kind !== 'estimate') throw new Error(bare.kind);
    expect(plan.quote.micros).toBeGreaterThan(bare.quote.micros);
  });

  it.each([
    ['inpaint', false],
    ['restyle', false],
    ['erase', true],
    ['extend', true],
    ['vary', true],
  ] as const)('%s with no words is a whole wish: %s', (act, isWhole) => {
    const answer = decideSubmit(facts({ frame }), { ...edit, prompt: ' ', place: { ...place, act } });
    if (isWhole) expect(answer.kind).toBe('plan');
    else expect(answer).toMatchObject({ code: 'PROMPT_EMPTY' });
  });

  it('counts the words that an act adds, because the provider counts them', () => {
    const long = 'x'.repeat(31_990);
    expect(decideSubmit(facts({ frame }), { ...edit, prompt: long }).kind).toBe('plan');
    const erase = { ...edit, prompt: long, place: { ...place, act: 'erase' as const } };
    expect(decideSubmit(facts({ frame }), erase)).toMatchObject({ code: 'PROMPT_TOO_LONG' });
  });

  it('a frame taken at another size than its window is refused', () => {
    const answer = decideSubmit(facts({ frame: { width: 512, height: 511 } }), edit);
    expect(answer).toMatchObject({ code: 'MODEL_CANNOT', data: { field: 'place' } });
  });

  it('a model that edits nothing takes no frame', () => {
    const sandbox = catalogue.model('sandbox');
    const model = sandbox && { ...sandbox, operations: ['text-to-image' as const] };
    const answer = decideSubmit(facts({ model, frame }), edit);
    expect(answer).toMatchObject({ code: 'MODEL_CANNOT', data: { field: 'place' } });
  });

  it('the frame takes a slot of what the model takes', () => {
    const three = Array.from({ length: 3 }, () => style);
    expect(decideSubmit(facts({ frame }), { ...edit, references: three }).kind).toBe('plan');
    const four = decideSubmit(facts({ frame }), { ...edit, references: [...three, style] });
    expect(four).toMatchObject({ code: 'MODEL_CANNOT', data: { field: 'references' } });
  });

  it('the caution comes before the first pixels of a document leave, and not for words alone', () => {
    const unseen = facts({ ...paid, frame, cautionSeen: false });
    expect(decideSubmit(unseen, edit)).toMatchObject({ code: 'CAUTION_UNSEEN' });
    const own = { ...place, act: 'new-layer' as const, frameId: null };
    const bare = { ...edit, operation: 'text-to-image' as const, place: own };
    expect(decideSubmit({ ...unseen, frame: null }, bare).kind).toBe('plan');
  });
});
