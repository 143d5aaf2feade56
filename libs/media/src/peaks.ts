import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { Produced } from './inspect.ts';
import type { RunContext } from './run.ts';
import type { Waveform } from './sound.ts';

/** The outline of a sound: as numbers, and drawn. */
export interface Peaks {
  json: Produced;
  image: Produced;
}

const IMAGE_HEIGHT = 128;
const COLOUR = [0x64, 0x74, 0x8b] as const;

/** Writes both files under this name. */
export async function writePeaks({ folder }: RunContext, name: string, waveform: Waveform): Promise<Peaks> {
  const write = async (file: string, contentType: string, content: string | Buffer, measured: object) => {
    const path = join(folder, 'out', file);
    await writeFile(path, content);
    return { name: file, path, contentType, measured: { ...measured } };
  };
  return {
    json: await write(`${name}.json`, 'application/json', JSON.stringify(waveform), {
      pixels: waveform.length,
    }),
    image: await write(`${name}.png`, 'image/png', drawPeaks(waveform), {
      width: Math.max(1, waveform.length),
      height: IMAGE_HEIGHT,
    }),
  };
}

/** A PNG, one column a pair: what sounds is of one colour, the rest can be seen through. */
function drawPeaks({ length, data }: Waveform): Buffer {
  const width = Math.max(1, length);
  const row = width + 1;
  const pixels = Buffer.alloc(row * IMAGE_HEIGHT);
  const heightOf = (peak: number): number =>
    Math.min(IMAGE_HEIGHT - 1, Math.floor(((127 - peak) / 255) * IMAGE_HEIGHT));
  for (let x = 0; x < length; x += 1) {
    const [bottom, top] = [heightOf(data[2 * x] ?? 0), heightOf(data[2 * x + 1] ?? 0)];
    for (let y = top; y <= bottom; y += 1) pixels[y * row + 1 + x] = 1;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(IMAGE_HEIGHT, 4);
  // Eight bits a pixel, from a palette.
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('PLTE', Buffer.from([0, 0, 0, ...COLOUR])),
    pngChunk('tRNS', Buffer.from([0, 255])),
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
