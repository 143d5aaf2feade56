import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
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

/** What only computes keeps nothing between two files of tests, so that a worker may load it once for all. */
const computing = 'libs/{answers,contracts,languages,text}/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'parts and wholes',
          include: ['{libs,services,scripts,bench,tests}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, computing],
        },
      },
      { extends: true, test: { name: 'computing', include: [computing], isolate: false } },
    ],
    // Long enough for a machine four times as slow, and busy: a test that passes does not wait that long.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // Two cores are common, and whoever tests a whole system often waits for it. Every worker may start
    // servers of its own.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // npm test counts from this file.
    reporters: process.env['TEST_REPORT']
      ? ['default', ['json', { outputFile: process.env['TEST_REPORT'] }]]
      : ['default'],
  },
});
