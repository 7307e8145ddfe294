import { account } from './account.ts';
import { service } from './info.ts';
import { objects } from './objects.ts';
import { sessions } from './sessions.ts';

/** Served under /v1. It changes only by addition: `openapi.json` beside this file is compared by a test. */
export const cloudContract = { service, account, sessions, objects };
export type CloudContract = typeof cloudContract;

export {
  type CloudAccount,
  cloudAccount,
  type Identity,
  type Profile,
  profile,
  SECURITY_EVENTS,
  type SecurityEvent,
  type SecurityEventKind,
  securityEvent,
} from './account.ts';
export { type OutagePart, TOKEN_TROUBLES, type TokenTrouble } from './common.ts';
export { type ServiceInfo, SIGN_IN_METHODS, type SignInMethod } from './info.ts';
export { type CloudObject, UPLOAD_TYPES } from './objects.ts';
export { type CloudSession, session } from './sessions.ts';
