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
  /** What can be used first, those of the person's own server among it, and then what is retired. */
  readonly models: Model[];
  model(id: string): Model | null;
}

/**
 * What can be made and by which model: the data in `resources`, checked once, and what comes and goes while Gesso runs.
 * @param own asked for anew each time; its ids begin with `own-`, as none in `resources` does
 */
export function loadCatalogue(own: () => readonly Model[] = () => []): Catalogue {
  const parsed = {
    operations: operationCatalogueSchema.parse(operations).operations,
    models: modelCatalogueSchema.parse(models).models,
  };
  const live = parsed.models.filter(({ status }) => status === 'live');
  const retired = parsed.models.filter(({ status }) => status === 'retired');
  return {
    operations: parsed.operations,
    get models() {
      return [...live, ...own(), ...retired];
    },
    model: (id) =>
      parsed.models.find((model) => model.id === id) ?? own().find((model) => model.id === id) ?? null,
  };
}
