export { createSessions, type NewSession, PLATFORMS, type Platform, type Sessions } from './sessions.ts';
export type { EndedWhy, SessionRow } from './store.ts';
