import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readLogLine } from '../../scripts/launch/service.ts';

/** What logs say of things that are wrong, as the terminal shows it, once each. */
export function warnings(folder: string): string[] {
  const found = new Set<string>();
  for (const name of globSync('logs/*.log', { cwd: folder })) {
    let text = '';
    try {
      text = readFileSync(path.join(folder, name), 'latin1');
    } catch {
      continue;
    }
    for (const line of text.split('\n')) {
      const told = readLogLine(line);
      if (told !== undefined) found.add(`${path.basename(name, '.log')}: ${told}`);
    }
  }
  return [...found];
}
