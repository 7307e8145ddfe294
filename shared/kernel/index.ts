export type { Brand } from './brand.ts';
export type { Clock, Deps, Failpoints, Ids, Log, LogValue, Random } from './deps.ts';
export { unreachable } from './exhaustive.ts';
export { FAILPOINTS, type FailpointName } from './failpoints.ts';
export { joinBytes } from './join-bytes.ts';
export { uuidV7 } from './uuid.ts';
