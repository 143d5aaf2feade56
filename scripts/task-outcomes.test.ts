import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readOutcomes } from './task-outcomes.mjs';

const root = path.dirname(import.meta.dirname);

test('a task passes by its exit code, or because its earlier pass stands; what never ran has failed', () => {
  const ran = (task: string, exitCode: number) => ({
    task,
    execution: { exitCode },
    cache: { status: 'MISS' },
  });
  const summary = {
    tasks: [
      ran('passes', 0),
      ran('fails', 1),
      { task: 'passed before', cache: { status: 'HIT' } },
      { task: 'passed before, with a code', execution: { exitCode: 0 }, cache: { status: 'HIT' } },
      { task: 'was cut off', cache: { status: 'MISS' } },
    ],
  };
  const tasks = [...summary.tasks.map(({ task }) => task), 'never ran'];
  expect(readOutcomes(tasks, summary)).toEqual({
    failed: ['fails', 'was cut off', 'never ran'],
    cached: ['passed before', 'passed before, with a code'],
  });
  expect(readOutcomes(tasks, undefined)).toEqual({ failed: tasks, cached: [] });
});

interface DryRun {
  tasks: { task: string; inputs: Record<string, string>; resolvedTaskDefinition: { cache: boolean } }[];
}

test('whatever a static check may read is an input of it, so that a pass that is kept hides nothing', () => {
  const turbo = path.join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const checks = ['types', 'lint', 'format', 'unused', 'boundaries', 'licences'].map(
    (name) => `check:${name}`,
  );
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };
  const { tasks } = JSON.parse(
    execFileSync(process.execPath, [turbo, 'run', 'check:tests', '--dry=json'], {
      cwd: root,
      env,
      encoding: 'utf8',
    }),
  ) as DryRun;
  const list = (...options: string[]) =>
    execFileSync('git', ['ls-files', '-z', ...options], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .filter(Boolean);
  const gone = list('--deleted');
  const read = list('--cached', '--others', '--exclude-standard').filter(
    (file) => !gone.includes(file) && !file.endsWith('.md') && !file.startsWith('samples/'),
  );
  expect(read).toContain('package-lock.json');
  for (const check of checks) {
    const found = tasks.find(({ task }) => task === check);
    expect(Object.keys(found?.inputs ?? {})).toEqual(
      expect.arrayContaining([...read, 'node_modules/.package-lock.json']),
    );
  }
  expect(tasks.filter((one) => one.resolvedTaskDefinition.cache).map(({ task }) => task)).toEqual(
    checks.toSorted(),
  );
});
