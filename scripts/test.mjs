// npm test: sets the machine up, runs every check and every test, each a task of Turborepo, and closes with
// one line of counts. npm run check leaves the tests out (--static). A check that passed is not run again
// until a file that it reads changes (turbo.json); --force runs it all the same. Plain JavaScript for Node 20
// and later, see setup.mjs.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError, explainFailure, root, setUp, versionOf } from './setup.mjs';
import { readOutcomes } from './task-outcomes.mjs';

const CHECKS = ['types', 'lint', 'format', 'unused', 'boundaries', 'licences'].map((name) => `check:${name}`);
const TESTS = 'check:tests';
const OPTIONS = ['--static', '--force'];

await explainFailure(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) {
    throw new SetupError(
      `"${unknown}" is not known here: ${OPTIONS.join(', ')}, or npm run test:file <path>.`,
    );
  }
  const tasks = asked.includes('--static') ? CHECKS : [...CHECKS, TESTS];
  // On a build server a missing tool must not turn into skipped tests.
  const onServer = !['', '0', 'false'].includes(process.env.CI ?? '');
  const { node, env } = setUp({
    tools: onServer && tasks.includes(TESTS) ? 'required' : 'wanted',
    development: true,
  });
  const reports = mkdtempSync(join(tmpdir(), 'persona-test-'));
  const testReport = join(reports, 'tests.json');
  const summaries = join(root, '.turbo', 'runs');
  rmSync(summaries, { recursive: true, force: true });
  try {
    await turbo(
      node,
      { ...env, TEST_REPORT: testReport },
      tasks,
      asked.includes('--force') ? ['--force'] : [],
    );
    const { failed, cached } = readOutcomes(tasks, readSummary(summaries));
    if (cached.length > 0) {
      console.log(`\nPassed before, and nothing they read has changed since: ${cached.join(', ')}`);
    }
    conclude(tasks, failed, readJson(testReport));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

/** Runs all tasks, one after the other, also when one fails. */
function turbo(node, env, tasks, more) {
  const options = ['--continue=always', '--concurrency=1', '--summarize', '--ui=stream', ...more];
  const output = ['--log-order=stream', '--log-prefix=none', '--output-logs=new-only'];
  const child = spawn(
    node,
    [join(root, 'node_modules', 'turbo', 'bin', 'turbo'), 'run', ...tasks, ...options, ...output],
    {
      cwd: root,
      env: {
        ...env,
        CHECKS_RUN_ON: `${versionOf(node)} ${process.platform} ${process.arch}`,
        // Without these, Turborepo would send telemetry and check for updates.
        TURBO_TELEMETRY_DISABLED: '1',
        DO_NOT_TRACK: '1',
        TURBO_NO_UPDATE_NOTIFIER: '1',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

/** Turborepo's own record of the run; undefined when it ended before it wrote one. */
function readSummary(folder) {
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {
    // There is no folder, so there is no record.
  }
  return readJson(join(folder, names.find((name) => name.endsWith('.json')) ?? ''));
}

function conclude(tasks, failed, tests) {
  const brokenChecks = failed.filter((task) => task !== TESTS);
  let brokenTests = tests
    ? tests.numFailedTests + tests.numFailedTestSuites * Number(tests.numFailedTests === 0)
    : Number(tasks.includes(TESTS));
  // A run can fail without a failing test: an uncaught error, or an interrupted run.
  if (failed.includes(TESTS) && brokenTests === 0) brokenTests = 1;
  const passed =
    tasks.filter((task) => task !== TESTS && !failed.includes(task)).length + (tests?.numPassedTests ?? 0);
  const skipped = (tests?.numPendingTests ?? 0) + (tests?.numTodoTests ?? 0);
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
  console.log(
    `\n${passed} passed, ${brokenChecks.length + brokenTests} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  if (failed.length > 0) process.exitCode = 1;
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
