import { expect, it } from 'vitest';
import { describeCloud } from '../../scripts/describe-cloud.ts';
import { read } from './tree.ts';

it("the committed document says what the cloud's contract says; `npm run openapi` writes it anew", async () => {
  expect(JSON.parse(read('shared/contracts/cloud/openapi.json'))).toEqual(JSON.parse(await describeCloud()));
});
