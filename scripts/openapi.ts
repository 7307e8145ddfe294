import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeCloud } from './describe-cloud.ts';

/** Writes the document of the cloud's contract anew. What changed in it is what other clients have to live with. */
const path = fileURLToPath(new URL('../shared/contracts/cloud/openapi.json', import.meta.url));
writeFileSync(path, await describeCloud());
console.log('Written: shared/contracts/cloud/openapi.json');
