import { eventually } from '@persona/testing';
import type { Install } from '../install.ts';
import { keyOf } from './pages.ts';

export interface Fairness {
  /** Milliseconds from sending a page to its being live: alone, and while somebody else streams; the middle of several. */
  usual: number;
  beside: number;
  /** Pages that were live before half of what had waited ahead of them was: none where whoever comes first is served first. */
  overtook: number;
  sent: number;
}

const SAMPLES = 7;

/** Streams many small pages into one persona and meanwhile stores a few, one at a time, in another. */
export async function measureFairness(install: Install, pages: number): Promise<Fairness> {
  const createPersona = async (name: string) => {
    const { body } = await install.call<{ instance_id: string }>('POST', '/api/instance', {
      instance_data: { name, description: name, configuration: {} },
    });
    return body.instance_id;
  };
  const small = await createPersona('Small');
  const large = await createPersona('Large');
  let n = 0;
  const storeOne = async (): Promise<number> => {
    const key = keyOf(n++);
    const began = performance.now();
    const { status } = await install.call(
      'POST',
      `/api/kb/store-pages?instance_id=${small}`,
      { pages: [{ title: key, content: `This is ${key}, which somebody waits for.` }] },
      { prefer: 'wait=60' },
    );
    if (status !== 200) throw new Error(`The page was not live within a minute (${status}).`);
    return performance.now() - began;
  };
  const stateOfLarge = async () => {
    const route = `/api/kb/streams/all?instance_id=${large}`;
    const { status, body } = await install.call<{ waiting: number; indexed: number }>('GET', route);
    return status === 200 ? body : { waiting: 0, indexed: 0 };
  };

  const usual: number[] = [];
  while (usual.length < SAMPLES) usual.push(await storeOne());

  const lines = Array.from({ length: pages }, (_, page) =>
    JSON.stringify({ title: `Page ${page}`, content: `This is page ${page} of very many small ones.` }),
  );
  const streaming = fetch(`${install.url}/api/kb/stream-pages?stream_id=all&instance_id=${large}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${install.key}`, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  }).then((response) => response.text());
  const beside: number[] = [];
  let overtook = 0;
  // Not before there is somebody to be held up by.
  await eventually(async () => (await stateOfLarge()).waiting > 0, { withinMs: 60_000 });
  while (beside.length < SAMPLES) {
    const before = await stateOfLarge();
    beside.push(await storeOne());
    const after = await stateOfLarge();
    if (after.indexed - before.indexed < before.waiting / 2) overtook++;
  }
  await streaming;
  return { usual: middle(usual), beside: middle(beside), overtook, sent: beside.length };
}

const middle = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
