import type { PictureDetails } from '../../../shared/contracts/desktop/index.ts';
import { priceWords, shortPriceWords } from '../../studio/index.ts';
import { formatDollars, formatPixels, useWords, type Words } from '../../text/index.ts';
import styles from './details-pane.module.css';
import { type Fact, Facts } from './facts.tsx';

export function ParametersBlock({ details }: { readonly details: PictureDetails }) {
  const t = useWords();
  return (
    <div className={styles.block}>
      <div className={styles.head}>
        <h3>{t('library:details.parameters')}</h3>
      </div>
      <Facts facts={[...modelFacts(details, t), ...inputFacts(details, t), ...endFacts(details, t)]} />
    </div>
  );
}

function modelFacts(
  { picture, modelLabel, modelRetired, providerId, operation, input }: PictureDetails,
  t: Words,
): Fact[] {
  if (picture.origin === 'imported') {
    return [{ name: t('library:details.origin'), value: t('library:details.imported') }];
  }
  return [
    {
      name: t('library:details.operation'),
      value: input?.place ? t(`in-place:act.${input.place.act}`) : operationWords(operation, t),
    },
    {
      name: t('library:details.model'),
      value: modelWords(modelLabel, modelRetired, providerId, t),
    },
    {
      name: t('library:details.provider'),
      value: providerWords(providerId, t),
    },
  ];
}

/** A server of the person's own retires nothing: it is away, or lists other models now. */
function modelWords(model: string, isGone: boolean, providerId: string, t: Words): string {
  if (!isGone) return model;
  return t(providerId === 'own-server' ? 'library:details.notOffered' : 'library:details.retired', { model });
}

function providerWords(providerId: string, t: Words): string {
  if (providerId === 'own-server') return t('common:provider.own-server');
  return t(providerId === 'openai' ? 'common:provider.openai' : 'common:provider.sandbox');
}

function inputFacts({ input, picture }: PictureDetails, t: Words): Fact[] {
  const size = { size: formatPixels(picture.width, picture.height) };
  const pixels = { name: t('library:details.pixels'), value: t('library:details.pixelsValue', size) };
  if (input === null) return [pixels];
  return [
    { name: t('library:details.quality'), value: t(`studio:quality.${input.quality}`) },
    input.place === null
      ? { name: t('library:details.ratio'), value: input.aspect }
      : { name: t('in-place:frameRow'), value: t('library:details.pixelsValue', frameOf(input.place)) },
    pixels,
    { name: t('library:details.count'), value: String(input.count) },
    ...(input.background === 'auto'
      ? []
      : [{ name: t('library:details.background'), value: t(`studio:background.${input.background}`) }]),
    ...(input.negativePrompt === ''
      ? []
      : [{ name: t('library:details.leftOut'), value: input.negativePrompt }]),
  ];
}

/** The part of the document that it was made for. */
function frameOf({ frame }: { readonly frame: { readonly width: number; readonly height: number } }) {
  return { size: formatPixels(frame.width, frame.height) };
}

function operationWords(operation: string, t: Words): string {
  if (operation === 'text-to-image') return t('library:details.textToImage');
  return operation === 'edit-image' ? t('library:details.editImage') : operation;
}

function quoteWords(quote: NonNullable<PictureDetails['quote']>): string {
  return quote.kind === 'unknown' ? shortPriceWords(quote) : priceWords(quote);
}

function endFacts({ seed, cost, quote, picture }: PictureDetails, t: Words): Fact[] {
  if (picture.origin === 'imported') return [];
  const free = quote?.kind === 'free' || cost?.kind === 'nothing';
  const price =
    cost?.kind === 'money' ? formatDollars(cost.micros) : quote === null ? null : quoteWords(quote);
  return [
    {
      name: t('library:details.seed'),
      value: seed === null ? t('library:details.seedUnknown') : String(seed),
    },
    ...(price === null
      ? []
      : [{ name: t('library:details.cost'), value: free ? t('common:price.free') : price }]),
    { name: t('library:details.candidate'), value: t(`library:details.verdict.${picture.verdict}`) },
  ];
}
