import type { GenerationInput } from '../../../shared/contracts/desktop/index.ts';
import { sizeForShape } from '../../../shared/frame/index.ts';
import type { Aspect, Model, Quality } from '../../../shared/operations/index.ts';
import { formatDate, useWords } from '../../text/index.ts';
import { Segmented, Select, Stepper } from '../../ui/index.ts';
import { FrameRow, shapeFrame, useFramedAspect } from '../in-place/frame-row.tsx';
import { reachableQualities } from './form-rules.ts';
import { changeForm, type Form } from './form-store.ts';
import styles from './generate-section.module.css';
import { quoteOf } from './live-quote.ts';
import { priceWords, shortPriceWords } from './price-words.ts';
import { SeedField } from './seed-field.tsx';

interface ParametersProps {
  readonly form: Form;
  readonly models: readonly Model[];
  readonly model: Model;
  readonly input: GenerationInput;
}

const GLYPHS: Readonly<Record<Aspect, readonly [width: number, height: number]>> = {
  '1:1': [12, 12],
  '3:2': [15, 10],
  '16:9': [16, 9],
  '2:3': [10, 15],
  '9:16': [8, 14],
};
const ASPECTS: readonly Aspect[] = ['1:1', '3:2', '16:9', '2:3', '9:16'];

export function Parameters({ form, models, model, input }: ParametersProps) {
  const t = useWords();
  const framed = useFramedAspect();
  const options = models.map((candidate) => ({
    value: candidate.id,
    label: candidate.label,
    ...(candidate.status === 'retired'
      ? { off: true, detail: retiredWords(candidate) }
      : {
          detail:
            candidate.price.kind === 'free'
              ? t('common:price.free')
              : t(`common:provider.${candidate.provider}`),
        }),
  }));
  function retiredWords(retired: Model): string {
    if (retired.retiredOn === undefined) return t('studio:model.retired');
    return t('studio:model.retiredOn', { day: formatDate(retired.retiredOn) });
  }
  const aspects = ASPECTS.map((aspect) => ({
    value: aspect,
    label: aspect,
    content: (
      <span className={styles.glyph} style={{ width: GLYPHS[aspect][0], height: GLYPHS[aspect][1] }} />
    ),
  }));
  const qualities = reachableQualities(model).map((quality) => {
    const { quote } = quoteOf(model, {
      ...input,
      quality,
      count: 1,
      place: placeAt(input.place, model, quality),
    });
    const name = t(`studio:quality.${quality}`);
    return {
      value: quality,
      label:
        quote.kind === 'unknown'
          ? t('studio:quality.unpriced', { name })
          : t('studio:quality.label', { name, price: priceWords(quote) }),
      content: name,
      detail:
        quote.kind === 'free' || quote.kind === 'unknown'
          ? t(`studio:quality.megapixels.${quality}`)
          : shortPriceWords(quote),
    };
  });
  return (
    <>
      <Row name={t('studio:model.label')}>
        <Select
          label={t('studio:model.label')}
          value={model.id}
          options={options}
          onChange={(modelId) => changeForm({ modelId })}
        />
      </Row>
      <Row name={t('studio:ratio.short')}>
        <Segmented<Aspect | 'none'>
          tips
          label={t('studio:ratio.label')}
          value={framed ?? input.aspect}
          choices={aspects}
          onChange={(aspect) => {
            if (framed !== null) shapeFrame(aspect);
            else if (aspect !== 'none') changeForm({ aspect });
          }}
        />
      </Row>
      {framed === null ? null : <FrameRow place={input.place} />}
      <Row name={t('studio:quality.title')}>
        <Segmented
          label={t('studio:quality.title')}
          value={input.quality}
          choices={qualities}
          onChange={(quality) => changeForm({ quality })}
        />
      </Row>
      {model.backgrounds.includes('transparent') ? (
        <Row name={t('studio:background.label')}>
          <Select
            label={t('studio:background.label')}
            value={input.background}
            options={model.backgrounds.map((value) => ({ value, label: t(`studio:background.${value}`) }))}
            onChange={(background) => changeForm({ background })}
          />
        </Row>
      ) : null}
      <Row name={t('studio:count.label')}>
        <Stepper
          label={t('studio:count.label')}
          fewer={t('studio:count.fewer')}
          more={t('studio:count.more')}
          value={input.count}
          min={1}
          max={model.maxCount}
          onChange={(count) => changeForm({ count })}
        />
      </Row>
      {model.seeds ? (
        <Row name={t('studio:seed.label')}>
          <SeedField seed={form.seed} kept={form.seedKept} />
        </Row>
      ) : null}
    </>
  );
}

/** The same place at another quality, for what that would cost. */
function placeAt(place: GenerationInput['place'], model: Model, quality: Quality): GenerationInput['place'] {
  if (place === null) return null;
  return { ...place, size: sizeForShape(model, quality, place.window.width / place.window.height) };
}

function Row({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.name} aria-hidden="true">
        {name}
      </span>
      {children}
    </div>
  );
}
