import {
  createOpenAiDouble,
  createUploads,
  type Course as DoubleCourse,
  ERRORS,
} from '../../tests/fakes/openai/index.ts';
import { createOpenAi } from '../openai/index.ts';
import { type Course, describeProvider } from './describe-provider.ts';
import { createTestClock } from './test-clock.ts';

const COURSES: Readonly<Record<Course, DoubleCourse>> = {
  deliver: { kind: 'deliver' },
  stall: { kind: 'never' },
  refuse: ERRORS.moderation('input', ['violence']),
  fail: ERRORS.server,
  garble: { kind: 'html', status: 200 },
};

describeProvider('OpenAI', async () => {
  const double = await createOpenAiDouble({ port: 0 });
  return {
    provider: createOpenAi({ fetch, clock: createTestClock(), baseUrl: double.baseUrl }),
    key: double.key,
    model: 'gpt-image-2',
    arrange: (course) => {
      double.script(COURSES[course]);
      return {};
    },
    sent: () => JSON.stringify(double.requests),
    uploads: createUploads(double),
    close: double.close,
  };
});
