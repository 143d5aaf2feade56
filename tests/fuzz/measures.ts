// What the services say of their own event loops.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Install } from '../install.ts';

/** How often each route of a service held its event loop for too long; `api POST /x` → 3. */
export type Held = Map<string, number>;

/** Reads `persona_event_loop_held_seconds` of the gateway and of the chat service. */
export async function readHeld(install: Install): Promise<Held> {
  const held: Held = new Map();
  for (const url of [install.url, chatUrl(install)]) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const lines = text.matchAll(/^persona_event_loop_held_seconds_count\{(.*)\} (\d+)$/gm);
    for (const [, labels = '', count] of lines) {
      const [, route = ''] = /route="([^"]*)"/.exec(labels) ?? [];
      const [, service = ''] = /service="([^"]*)"/.exec(labels) ?? [];
      held.set(`${service} ${route}`, Number(count));
    }
  }
  return held;
}

/** The growth of each count. */
export const grown = (before: Held, after: Held): Held =>
  new Map(
    [...after]
      .map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)])
      .filter(([, count]) => count > 0),
  );

/** The chat service's own address, as its log tells. */
export function chatUrl({ folder }: Install): string {
  const file = path.join(folder, 'logs', 'chat.log');
  const log = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const port = [...log.matchAll(/"event":"service\.ready","port":(\d+)/g)].at(-1)?.[1];
  if (port === undefined) throw new Error(`${file} does not say where the chat service listens.`);
  return `http://127.0.0.1:${port}`;
}
