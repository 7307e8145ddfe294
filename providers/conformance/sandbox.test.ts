import { createInlinePaint, createSandbox } from '../sandbox/index.ts';
import { type Course, describeProvider } from './describe-provider.ts';
import { createTestClock } from './test-clock.ts';

const PROMPTS: Readonly<Record<Course, string>> = {
  deliver: 'terrazzo',
  stall: 'a sandbox:stall picture',
  refuse: 'a sandbox:refuse picture',
  fail: 'a sandbox:fail picture',
  garble: 'a sandbox:garbage picture',
};

describeProvider('the sandbox', async () => {
  const clock = createTestClock();
  return {
    provider: createSandbox({ clock, paint: createInlinePaint(clock) }),
    key: null,
    model: 'sandbox-1',
    arrange: (course) => ({ prompt: PROMPTS[course] }),
    sent: () => '',
    close: async () => {},
  };
});
