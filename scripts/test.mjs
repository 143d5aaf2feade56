// npm test: sets the machine up, runs every check and every test, each a task of Turborepo, and closes with
// one line of counts.
// Plain JavaScript for Node 20 and later, see setup.mjs.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFailure, root, setUp } from './setup.mjs';

const TASKS = ['types', 'lint', 'format', 'unused', 'boundaries', 'tests'].map((name) => `check:${name}`);

await explainFailure(async () => {
  // On a build server a missing tool must not turn into skipped tests.
  const onServer = !['', '0', 'false'].includes(process.env.CI ?? '');
  const { node, env } = setUp({ tools: onServer ? 'required' : 'wanted' });
  const reports = mkdtempSync(join(tmpdir(), 'persona-test-'));
  const testReport = join(reports, 'tests.json');
  const summaries = join(root, '.turbo', 'runs');
  rmSync(summaries, { recursive: true, force: true });
  try {
    await turbo(node, { ...env, TEST_REPORT: testReport });
    conclude(failedTasks(summaries), readJson(testReport));
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

/** Runs all tasks, one after the other, also when one fails. */
function turbo(node, env) {
  const options = ['--continue=always', '--concurrency=1', '--env-mode=loose', '--summarize', '--ui=stream'];
  const output = ['--log-order=stream', '--log-prefix=none', '--output-logs=new-only'];
  const child = spawn(
    node,
    [join(root, 'node_modules', 'turbo', 'bin', 'turbo'), 'run', ...TASKS, ...options, ...output],
    {
      cwd: root,
      // Without these, Turborepo would send telemetry and check for updates.
      env: { ...env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

/** The tasks that did not exit with 0; one that never ran counts as failed. */
function failedTasks(summaries) {
  const file = readdirSync(summaries).find((name) => name.endsWith('.json'));
  const ran = readJson(join(summaries, file ?? ''))?.tasks ?? [];
  const passed = new Set(ran.filter(({ execution }) => execution?.exitCode === 0).map(({ task }) => task));
  return TASKS.filter((task) => !passed.has(task));
}

function conclude(failed, tests) {
  const checks = TASKS.length - 1;
  const brokenChecks = failed.filter((task) => task !== 'check:tests');
  let brokenTests = tests
    ? tests.numFailedTests + tests.numFailedTestSuites * Number(tests.numFailedTests === 0)
    : 1;
  // A run can fail without a failing test: an uncaught error, or an interrupted run.
  if (failed.includes('check:tests') && brokenTests === 0) brokenTests = 1;
  const passed = checks - brokenChecks.length + (tests?.numPassedTests ?? 0);
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
