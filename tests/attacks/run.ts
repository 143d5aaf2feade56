// npm run attacks: repeats what once broke an install against a running one, and prints how each was
// answered, how late an event loop was and how far memory grew. Exits with 1 when a process ended or a loop
// was held for longer than 50 ms. --only NAME: those whose name contains it.
import { parseArgs } from 'node:util';
import { startInstall } from '../install.ts';
import { attacks } from './attacks.ts';
import { measure } from './measure.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const install = await startInstall();
let bad = 0;
try {
  console.log('| attack | answer | s | loop late, ms (api, chat) | held | memory, MB (api, chat) |');
  console.log('|--|--|--|--|--|--|');
  for (const { name, run } of attacks) {
    if (!name.includes(values.only)) continue;
    const { result, seconds, loopMs, held, memoryMb } = await measure(install, () => run(install));
    const both = ({ api, chat }: { api: number; chat: number }): string =>
      `${Math.round(api)}, ${Math.round(chat)}`;
    console.log(
      `| ${name} | ${result} | ${seconds.toFixed(1)} | ${both(loopMs)} | ${[...held].map(([route, n]) => `${n} × ${route}`).join(', ') || 0} | ${both(memoryMb)} |`,
    );
    bad += held.size;
  }
  const ended = install.said().match(/stopped unexpectedly/g)?.length ?? 0;
  console.log(`\nprocesses that ended: ${ended}`);
  process.exitCode = bad + ended > 0 ? 1 : 0;
} finally {
  await install.stop();
}
process.exit();
