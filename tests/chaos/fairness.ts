import { eventually } from '@persona/testing';
import type { Install } from '../install.ts';
import { keyOf } from './pages.ts';

export interface Fairness {
  /**
   * Milliseconds from sending a page until it is live, alone and while another persona streams; the median of
   * all samples.
   */
  usual: number;
  beside: number;
}

/** Samples of each kind in each round. */
const SAMPLES = 20;

/**
 * Streams many small pages into one persona and meanwhile stores some, one at a time, in another one. It runs
 * several rounds, so that other load of the machine affects both times alike.
 */
export async function measureFairness(install: Install, pages: number, rounds = 3): Promise<Fairness> {
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
    const { status, body } = await install.call<{ waiting: number }>('GET', route);
    return status === 200 ? body : { waiting: 0 };
  };

  const usual: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let n = 0; n < SAMPLES; n++) usual.push(await storeOne());
    const lines = Array.from({ length: Math.ceil(pages / rounds) }, (_, page) =>
      JSON.stringify({
        title: `Page ${round}-${page}`,
        content: `This is page ${round}-${page} of very many small ones.`,
      }),
    );
    const streaming = fetch(`${install.url}/api/kb/stream-pages?stream_id=all&instance_id=${large}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${install.key}`, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    }).then((response) => response.text());
    // Not before there is load from the other persona.
    await eventually(async () => (await stateOfLarge()).waiting > 0, { timeoutMs: 120_000 });
    for (let n = 0; n < SAMPLES; n++) beside.push(await storeOne());
    await streaming;
    // The next round begins without load.
    if (round + 1 < rounds)
      await eventually(async () => (await stateOfLarge()).waiting === 0, { timeoutMs: 600_000 });
  }
  return { usual: middle(usual), beside: middle(beside) };
}

const middle = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
