import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';
import { madeOf, type Origin } from '../../shared/document/index.ts';
import { COMPOSITE_SOURCES, type DigitalSourceType, type XmpFacts } from '../../shared/pictures/index.ts';

export type Making = NonNullable<XmpFacts['making']>;

/** A file whose pixels go out, and what the new file says of them. */
export interface ExportSource {
  /** The same for the same pixels and the same words. */
  readonly key: string;
  readonly path: string;
  /** Null when nobody here knows. */
  readonly digitalSourceType: DigitalSourceType | null;
  /** Null when no single prompt made it. */
  readonly making: Making | null;
}

export async function sourceOfPicture(
  { details: get }: { readonly details: (id: string) => Promise<PictureDetails | null> },
  id: string,
): Promise<ExportSource | { readonly refusal: 'NOT_FOUND' | 'FILE_MISSING' }> {
  const details = await get(id);
  if (details === null) return { refusal: 'NOT_FOUND' };
  if (details.file.missing) return { refusal: 'FILE_MISSING' };
  return {
    key: `${details.picture.sha256} ${id}`,
    path: details.file.path,
    digitalSourceType: typeOf(details),
    making: { prompt: details.fullPrompt, system: details.modelLabel, parameters: parametersOf(details) },
  };
}

export function sourceOfFlattened(of: {
  readonly flattened: { readonly path: string; readonly sha256: string };
  readonly origins: readonly Origin[];
}): ExportSource {
  const digitalSourceType = COMPOSITE_SOURCES[madeOf(of.origins)];
  return {
    key: `${of.flattened.sha256} ${digitalSourceType}`,
    path: of.flattened.path,
    digitalSourceType,
    making: null,
  };
}

/** The sandbox draws by rules that nobody trained; of what was brought in nothing is known; the rest is a model's. */
function typeOf(details: PictureDetails): DigitalSourceType | null {
  if (details.picture.origin === 'imported') return null;
  return details.providerId === 'sandbox' ? 'algorithmicMedia' : 'trainedAlgorithmicMedia';
}

/** What it takes to make it again, as JSON with stable names. */
function parametersOf(details: PictureDetails): string {
  const { input } = details;
  return JSON.stringify({
    model: details.picture.modelId,
    provider: details.providerId,
    operation: details.operation,
    ...(details.seed === null ? {} : { seed: details.seed }),
    ...(input === null
      ? {}
      : { aspect: input.aspect, quality: input.quality, negativePrompt: input.negativePrompt }),
  });
}
