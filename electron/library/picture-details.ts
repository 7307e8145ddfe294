import { join } from 'node:path';
import type { z } from 'zod';
import {
  costSchema,
  generationInput,
  keptProof,
  quoteSchema,
} from '../../shared/contracts/desktop/generations.ts';
import type { PictureDetails } from '../../shared/contracts/desktop/index.ts';
import type { Details } from './reads.ts';
import { IMPORT_OPERATION, toPicture } from './rows.ts';

/** What the catalogue knows of a model. */
export interface ModelFacts {
  readonly label: string;
  readonly status: 'live' | 'retired';
  readonly licence: { readonly note: string };
}

/** One picture as the window shows it. A model that has left the catalogue keeps its id as its name. */
export function detailsOf(details: Details, model: ModelFacts | null, missing: boolean): PictureDetails {
  const { row, file } = details;
  return {
    picture: toPicture(row),
    fullPrompt: row.prompt,
    revisedPrompt: row.revised_prompt,
    operation: row.operation,
    providerId: row.provider_id,
    modelLabel: model?.label ?? row.model_id,
    modelRetired: row.operation !== IMPORT_OPERATION && model?.status !== 'live',
    licenceNote: model?.licence.note ?? '',
    seed: row.seed,
    input: parsed(generationInput, row.input),
    quote: parsed(quoteSchema, row.quote),
    cost: parsed(costSchema, row.cost),
    kept: parsed(keptProof, row.kept),
    file: {
      path: join(file.folder, file.name),
      name: file.name.slice(file.name.lastIndexOf('/') + 1),
      mediaType: file.media_type,
      sizeBytes: file.size_bytes,
      missing,
    },
    trashedAtMs: row.trashed_at_ms,
    parents: details.parents,
    siblings: details.siblings,
    children: details.children,
  };
}

/** A job of an older version may hold what this one cannot read: then it is not shown, and nothing fails. */
function parsed<Schema extends z.ZodType>(schema: Schema, json: string | null): z.infer<Schema> | null {
  if (json === null) return null;
  const read = schema.safeParse(JSON.parse(json));
  return read.success ? read.data : null;
}
