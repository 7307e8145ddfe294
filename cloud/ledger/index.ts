export type { Balance, LedgerAnswer } from './answers.ts';
export { type About, createLedger, type Ledger } from './ledger.ts';
