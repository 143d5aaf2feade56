// Sets the machine up, then runs a program of the project under Node 24: node scripts/run.mjs <file.ts>
// [arguments]
// Plain JavaScript for Node 20 and later, see setup.mjs.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { explainFailure, root, setUp } from './setup.mjs';

await explainFailure(() => {
  const { node, env } = setUp();
  // The channel shows the program when this process dies silently; it carries no messages.
  const child = spawn(node, process.argv.slice(2), {
    cwd: root,
    env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes signals on while it lives; when it is killed, nothing could stop this process any more.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref();
  }
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
});
