import { describe } from 'vitest';
import {
  createOpenAiDouble,
  createUploads,
  type Course as DoubleCourse,
  ERRORS,
} from '../../tests/fakes/openai/index.ts';
import { createOpenAiCompatible } from '../openai/index.ts';
import { type Course, describeProvider } from './describe-provider.ts';
import { createTestClock } from './test-clock.ts';

const COURSES: Readonly<Record<Course, DoubleCourse>> = {
  deliver: { kind: 'deliver' },
  stall: { kind: 'never' },
  refuse: ERRORS.moderation('input', []),
  fail: ERRORS.server,
  garble: { kind: 'html', status: 200 },
};

describe.each([
  ['with edits', true],
  ['without edits', false],
])('%s', (name, edits) => {
  describeProvider(`A compatible server ${name}`, async () => {
    const double = await createOpenAiDouble({ port: 0, dialect: 'plain', edits });
    const deps = { fetch, clock: createTestClock(), baseUrl: double.baseUrl };
    return {
      provider: createOpenAiCompatible(deps, { edits, sendsModel: false }),
      key: null,
      model: 'sd-cpp-local',
      arrange: (course) => {
        double.script(COURSES[course]);
        return {};
      },
      sent: () => JSON.stringify(double.requests),
      ...(edits ? { uploads: createUploads(double) } : {}),
      close: double.close,
    };
  });
});
