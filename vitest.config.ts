import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The real package downloads a binary when it is imported; units meet its double.
const alias = { electron: fileURLToPath(new URL('./tests/fakes/electron/electron.ts', import.meta.url)) };

const project = (name: string, include: string[], testTimeout: number, isolate = true) => ({
  resolve: { alias },
  test: { name, include, testTimeout, hookTimeout: testTimeout, environment: 'node' as const, isolate },
});

export default defineConfig({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      project(
        'unit',
        [
          '{shared,providers,media,electron,renderer,cloud,scripts}/**/*.test.{ts,tsx}',
          'tests/fakes/**/*.test.ts',
        ],
        20_000,
        // Units keep nothing outside of their own test: a worker for each file would take as long as a third of them all.
        false,
      ),
      project('tidy', ['tests/tidy/**/*.test.ts'], 60_000),
      project('promises', ['tests/promises/**/*.test.ts'], 60_000),
      project('recovery', ['tests/recovery/**/*.test.ts', 'tests/system/**/*.test.ts'], 120_000),
    ],
  },
});
