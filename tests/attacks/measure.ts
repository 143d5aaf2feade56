// What an attack does to the services, as they say themselves.
import { setTimeout as sleep } from 'node:timers/promises';
import { chatUrl, grown, readHeld, type Held } from '../fuzz/measures.ts';
import type { Install } from '../install.ts';

export interface Measured {
  result: string;
  seconds: number;
  /** How late the event loops of gateway and chat service were at most, in ms; a busy machine adds to it. */
  loopMs: { api: number; chat: number };
  /** Steps that held a loop for longer than 50 ms of its own work, by service and route. */
  held: Held;
  /** Growth of the memory of gateway and chat service, in MB, at its highest. */
  memoryMb: { api: number; chat: number };
}

const SAMPLE_INTERVAL_MS = 200;

/** Carries out an attack and looks at both services meanwhile. */
export async function measure(install: Install, attack: () => Promise<string>): Promise<Measured> {
  const urls = { api: install.url, chat: chatUrl(install) };
  const look = async (service: 'api' | 'chat') => {
    const text = await (await fetch(`${urls[service]}/metrics`)).text();
    const figure = (name: string): number =>
      Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
    return {
      memoryMb: figure('process_resident_memory_bytes') / 1e6,
      // Since it was asked for last.
      loopMs: figure('nodejs_eventloop_lag_max_seconds') * 1000,
    };
  };
  const before = { api: await look('api'), chat: await look('chat') };
  const heldBefore = await readHeld(install);
  const loopMs = { api: 0, chat: 0 };
  const memoryMb = { api: 0, chat: 0 };
  const sample = async (): Promise<void> => {
    for (const service of ['api', 'chat'] as const) {
      const now = await look(service);
      loopMs[service] = Math.max(loopMs[service], now.loopMs);
      memoryMb[service] = Math.max(memoryMb[service], now.memoryMb - before[service].memoryMb);
    }
  };
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      await sample();
      await sleep(SAMPLE_INTERVAL_MS);
    }
  };
  const watching = watch();
  const began = performance.now();
  let result: string;
  try {
    result = await attack();
  } finally {
    over.abort();
    await watching;
  }
  const seconds = (performance.now() - began) / 1000;
  await sample();
  return { result, seconds, loopMs, held: grown(heldBefore, await readHeld(install)), memoryMb };
}
