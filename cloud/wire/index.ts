export { type CallContext, type Caller, tooMany, unauthenticated, wire } from './wire.ts';
