export { CLOUD_ITEM, createKeyStore, type KeptIn, type KeyStore } from './key-store.ts';
export { createKeychain, type Keychain, type KeychainAnswer, type KeychainTrouble } from './keychain.ts';
export { loadKeytar } from './load-keytar.ts';
export { Secret } from './secret.ts';
