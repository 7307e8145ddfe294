import { createOpenAiDouble } from './double.ts';

/** For journeys: prints one JSON line with where it listens and the key it takes, then serves until it is ended. */
const double = await createOpenAiDouble({ port: 0 });
process.stdout.write(`${JSON.stringify({ baseUrl: double.baseUrl, key: double.key })}\n`);
process.once('SIGTERM', () => void double.close());
