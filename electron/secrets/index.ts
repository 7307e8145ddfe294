export { createSessionKeyStore, type KeyStore, type Secret } from './key-store.ts';
