import { setTimeout as sleep } from 'node:timers/promises';
import { startStack } from '../stack.ts';
import { printTable } from '../table.ts';
import { measure, verdictOn, type Row } from './measure.ts';
import { acceptPart, askPart, realStreamPart, tinyStreamPart } from './parts.ts';
import { profileAll } from './profile-all.ts';
import { realPages } from './real-pages.ts';
import { measureSearch } from './search-pair.ts';
import { proportionalBelow, residentBelow } from './sides.ts';

/** Processes collect their garbage within five seconds of rest, and encoder threads leave after thirty. */
const REST_DELAY_MS = 20_000;

/**
 * The product beside what a user would build of the same parts: each pair in one run, the sides alternating
 * in who goes first, as medians of the ratios with their quartiles, beside the bar and the goal of each. The
 * peer keeps less: no versions, no places in the text, no languages, no commit before the answer. With
 * `profile` it shows where a page's time goes instead.
 */
export async function runPeersBench({
  rounds,
  profile,
}: {
  rounds: number;
  profile: boolean;
}): Promise<Record<string, Row[]>> {
  const real = await realPages();
  if (profile) return profileAll(real);
  const rows: Row[] = [];
  const add = (...more: Row[]): void => {
    rows.push(...more);
    // Each as it comes, because all of them take minutes.
    for (const row of more) printTable('', [row]);
  };
  const stack = await startStack('product');
  try {
    await sleep(REST_DELAY_MS);
    add(memoryRow(stack.pid()));
    const restMiB = residentBelow(stack.pid());
    for (const part of [
      acceptPart(stack, 'each title its own', (n) => `Note ${n}`),
      acceptPart(stack, 'all of one title', () => 'Note'),
      realStreamPart(stack, real, restMiB),
      tinyStreamPart(stack),
      askPart(stack, real),
    ])
      add(...(await measure(part, rounds)));
  } finally {
    await stack.stop();
  }
  const search = await measureSearch();
  if (search.row) add(search.row);
  return { 'product and peer': rows, ...search.tables };
}

function memoryRow(pid: number): Row {
  const product = proportionalBelow(pid);
  return {
    what: 'memory of all processes at rest, without the sample',
    unit: 'MB (PSS)',
    product,
    peer: '–',
    ratio: '–',
    quartiles: '–',
    ...verdictOn(product, { max: 350, goal: 200 }),
  };
}
