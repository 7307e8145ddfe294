import { createHash } from 'node:crypto';
import { compatibleCapabilities } from '../../providers/openai/index.ts';
import type { Model } from '../../shared/operations/index.ts';

/** A model as the person's own server names it. */
export interface OwnModel {
  readonly name: string;
  readonly edits: boolean;
}

const NAME_MAX_CHARS = 100;
const LABEL_MAX_CHARS = 60;
const ID_MAX_CHARS = 60;
const HASH_CHARS = 6;
/** One run of a small server takes minutes; a dozen pictures would look like a server that hangs. */
const MAX_COUNT = 4;

/** The names that can be used: each once, and none longer than a row of the catalogue can hold. */
export function usableNames(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name.length > 0 && name.length <= NAME_MAX_CHARS);
}

/** What such a server offers, as rows of the catalogue. Ids are unique and depend on nothing but the name. */
export function ownModels(models: readonly OwnModel[]): readonly Model[] {
  const rows = models.map((model) => [idOf(model.name), rowOf(model)] as const);
  return [...new Map(rows).values()];
}

function rowOf({ name, edits }: OwnModel): Model {
  const { operations, inputs } = compatibleCapabilities({ edits });
  return {
    id: idOf(name),
    provider: 'own-server',
    label: name.slice(0, LABEL_MAX_CHARS),
    providerModel: name,
    operations: [...operations],
    status: 'live',
    maxCount: MAX_COUNT,
    // Nobody but the person knows which model stands behind the name, so nothing is promised of its licence.
    licence: { commercial: false, note: 'own-server' },
    backgrounds: ['auto'],
    ...(inputs.maxCount > 0 ? { maxReferences: inputs.maxCount } : {}),
    seeds: false,
    negativePrompt: false,
    price: { kind: 'unknown' },
  };
}

/**
 * A name that is no id gets a short hash of itself: two names with one slug stay apart, and a name keeps its id
 * whatever other names the server lists next time. Pictures remember it for good.
 */
function idOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const plain = `own-${slug}`;
  if (slug === name && plain.length <= ID_MAX_CHARS) return plain;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_CHARS);
  return `${plain.slice(0, ID_MAX_CHARS - HASH_CHARS - 1).replace(/-$/, '')}-${hash}`;
}
