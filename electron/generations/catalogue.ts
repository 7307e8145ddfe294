import models from '../../resources/models/catalogue.json' with { type: 'json' };
import operations from '../../resources/operations/catalogue.json' with { type: 'json' };
import {
  type Model,
  modelCatalogueSchema,
  type Operation,
  operationCatalogueSchema,
} from '../../shared/operations/index.ts';

export interface Catalogue {
  readonly operations: Operation[];
  readonly models: Model[];
  model(id: string): Model | null;
}

/** What can be made and by which model: the data in `resources`, checked once. */
export function loadCatalogue(): Catalogue {
  const parsed = {
    operations: operationCatalogueSchema.parse(operations).operations,
    models: modelCatalogueSchema.parse(models).models,
  };
  return { ...parsed, model: (id) => parsed.models.find((model) => model.id === id) ?? null };
}
