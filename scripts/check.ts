import { close, deadCodeCheck, lintCheck, runChecks, typeChecks, vitestCheck } from './checks.ts';

/** The inner loop: types, tidy, units. Answers within a minute. */
const tallies = await runChecks([vitestCheck(['unit', 'tidy']), lintCheck, deadCodeCheck, ...typeChecks], 2);
process.exit(close(tallies));
