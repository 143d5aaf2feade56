// Sets the machine up, then runs under Node 24: node scripts/run.mjs <file.ts> [arguments], or a script of
// package.json: node scripts/run.mjs --run <name> -- [arguments].
// Plain JavaScript for Node 20 and later, see setup.mjs.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { explainFailure, root, setUp } from './setup.mjs';

/** What people run. Everything else belongs to development and needs its packages. */
const OF_USERS = new Set(['scripts/launch.ts', 'scripts/persona.ts']);

await explainFailure(() => {
  const isScript = process.argv[2] === '--run';
  // Checks need neither redis-server nor ffmpeg, and single tests say that they are skipped without them.
  const { node, env } = setUp({
    tools: isScript ? 'wanted' : 'required',
    development: !OF_USERS.has(process.argv[2]),
  });
  // What runs for months becomes this process, where Node can do that: one that only waits would hold 16 MB.
  if (process.execve && process.argv.includes('scripts/launch.ts')) {
    process.chdir(root);
    process.execve(node, [node, ...process.argv.slice(2)], env);
  }
  const child = spawn(node, process.argv.slice(2), {
    cwd: root,
    env,
    // The channel shows the program when this process dies silently; it carries no messages. `node --run`
    // starts a shell, which would pass the channel's number on without the channel.
    stdio: ['inherit', 'inherit', 'inherit', ...(isScript ? [] : ['ipc'])],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm passes signals on while it lives; when it is killed, nothing could stop this process any more.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 1000).unref();
  }
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));
});
