import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client.ts';

/** Sends voices one after the other until the signal or `count`; returns the ids of those acknowledged. */
export async function sendRecordings(client: Client, count: number, signal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count && !signal.aborted; n++) {
    const voice_data = {
      language: 'en',
      tone: 'calm',
      pitch: 'low',
      sample_audio: hum(200 + 10 * n).toString('base64'),
    };
    const { ending } = await client.insist<{ voice_id: string }>('POST', '/api/admin/add_voice', {
      instance_id: client.instanceId,
      voice_data,
    });
    if (ending.kind === 'done') ids.push(ending.body.voice_id);
    await sleep(2000, undefined, { signal }).catch(() => undefined);
  }
  return ids;
}

/** A WAV file of one tone; another pitch gives other bytes. */
export function hum(hertz: number, seconds = 2): Buffer {
  const rate = 16_000;
  const samples = Buffer.alloc(Math.round(seconds * rate) * 2);
  for (let n = 0; n < samples.length / 2; n++)
    samples.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * hertz * n) / rate)), n * 2);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
