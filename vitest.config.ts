import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{libs,services,scripts,bench}/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores are common; every worker may start servers of its own.
    maxWorkers: 2,
    // npm test counts from this file.
    reporters: process.env['TEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['TEST_REPORT'] }]]
      : ['default'],
  },
});
