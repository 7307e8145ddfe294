export { type CloudDouble, startCloudDouble } from './cloud-double.ts';
export { ACCESS_S } from './grants.ts';
export { json, led, page, type Trouble } from './trouble.ts';
