export { answerOf, type CloudAnswer } from './answer.ts';
export type { CloudClient } from './cloud-client.ts';
export { CALL_MS, type Cloud, type CloudParts, createCloud } from './create-cloud.ts';
export { CloudOutage, outageIn } from './outage.ts';
export type { PictureRefusal } from './picture.ts';
