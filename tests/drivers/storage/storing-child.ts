import { delivery, openStore } from './open-store.ts';
import { makePicture } from './pictures.ts';

/** Stores one picture and dies at the failpoint it is given: `root failpoint seed ordinal`. */
const [root = '', failpoint = '', seed = '1', ordinal = '0'] = process.argv.slice(2);
const store = await openStore({ root, failpoint: failpoint === '' ? null : failpoint });
const bytes = await makePicture({ seed: Number(seed) });
const stored = await store.library.store(delivery(bytes, { ordinal: Number(ordinal) }));
await store.library.settled();
console.log(JSON.stringify(stored));
await store.close();
