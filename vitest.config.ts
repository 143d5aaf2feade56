import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const wholeSystems = path.join(import.meta.dirname, 'tests') + path.sep;

/** Whole systems first: they take longest, and whatever is begun last is waited for by an idle core. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const first = sorted.filter(({ moduleId }) => moduleId.startsWith(wholeSystems));
    return [...first, ...sorted.filter((file) => !first.includes(file))];
  }
}

export default defineConfig({
  test: {
    include: ['{libs,services,scripts,bench}/**/*.test.ts', 'tests/**/*.test.ts'],
    // Long enough for a machine four times as slow, and busy: a test that passes does not wait that long.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // Two cores are common; every worker may start servers of its own.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // npm test counts from this file.
    reporters: process.env['TEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['TEST_REPORT'] }]]
      : ['default'],
  },
});
