export { createKeyStore, type KeptIn, type KeyStore, type Secret } from './key-store.ts';
export { createKeychain, type KeychainTrouble } from './keychain.ts';
export { loadKeytar } from './load-keytar.ts';
