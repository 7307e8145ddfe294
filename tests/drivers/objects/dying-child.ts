import { makePicture } from '../storage/pictures.ts';
import { announced, OBJECT, OWNER, openEmbeddedObjects, UPLOAD_KEY } from './embedded-objects.ts';
import { insertOpenAccount } from './open-objects.ts';

/** Does one thing with the objects in a folder and dies at the failpoint it is given: `root failpoint what`. */
const [root = '', failpoint = '', what = ''] = process.argv.slice(2);
const objects = await openEmbeddedObjects(root, failpoint === '' ? null : failpoint);
const { commands, jobs, store, clock, database } = objects;
const bytes = await makePicture();
if (what === 'upload') {
  await insertOpenAccount(database, OWNER).catch(() => undefined);
  await commands.create(OWNER, announced(bytes));
  await store.put(UPLOAD_KEY, bytes, 'image/png');
  console.log(JSON.stringify(await commands.complete(OWNER, OBJECT)));
} else if (what === 'remove') {
  console.log(await commands.remove(OWNER, [OBJECT]));
} else if (what === 'purge') {
  await jobs.purge(OWNER);
} else if (what === 'sweep') {
  clock.forward(25 * 3_600_000);
  await jobs.sweep();
}
await objects.close();
