export {
  type ObjectStoreDouble,
  type ObjectStoreOptions,
  type SeenRequest,
  STORE_FAULTS,
  type StoreFault,
  startObjectStore,
} from './object-store.ts';
