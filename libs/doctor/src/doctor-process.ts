// Started by examine.ts: examines the install of the settings that it is sent, and sends each finding back.
import type { Config } from '@persona/config';
import { diagnose } from './diagnose.ts';

process.once('message', (config: Config) => void report(config));
// Nobody listens any more.
process.once('disconnect', () => process.exit());

async function report(config: Config): Promise<void> {
  for await (const finding of diagnose(config)) process.send?.(finding);
  process.send?.(null);
}
