export type { DesktopRequest, DesktopSignIns } from './desktop-sign-ins.ts';
export { type OAuth, openOAuth } from './oauth.ts';
export { sessionProcedures } from './session-routes.ts';
export { WrongSecret } from './signing-keys.ts';
