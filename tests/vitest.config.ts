import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/global-setup.ts'],
    // Ends what hangs; how long a test takes is the machine's affair.
    testTimeout: 600_000,
    hookTimeout: 120_000,
    // Two cores, and tests that start processes of their own.
    maxWorkers: 2,
  },
});
