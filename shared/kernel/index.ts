export type { Brand } from './brand.ts';
export type { Clock, Deps, Ids, Log, LogValue, Random } from './deps.ts';
export { unreachable } from './exhaustive.ts';
export { createFailpoints, FAILPOINTS, type FailpointName, type Failpoints } from './failpoints.ts';
export { joinBytes } from './join-bytes.ts';
export { createIds, uuidV7 } from './uuid.ts';
