export { type Accounts, createAccounts } from './accounts.ts';
export { CODE_MINUTES, createCodes } from './codes.ts';
export type { Agreement, Proof, SignInDecision } from './decide.ts';
export { countries, isCountry, tidyAddress, tidyDevice, tidyLine } from './fields.ts';
export type { AccountParts, Followers, Origin } from './parts.ts';
export { pictureRoutes } from './picture-routes.ts';
export { accountProcedures } from './routes.ts';
