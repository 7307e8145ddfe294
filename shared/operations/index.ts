export { type Model, modelCatalogueSchema, modelSchema, type ProviderId } from './model.ts';
export {
  ASPECTS,
  type Aspect,
  OPERATION_IDS,
  type Operation,
  type OperationId,
  operationCatalogueSchema,
  operationSchema,
  QUALITIES,
  type Quality,
} from './operation.ts';
export { type PixelSize, pixelSize, sizeOn } from './pixel-size.ts';
export { creditPrice, type PricedInput, type Quote, quoteModel, ROUGH_VERSIONS } from './price.ts';
