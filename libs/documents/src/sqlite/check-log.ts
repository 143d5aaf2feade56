import { closeSync, openSync, readSync } from 'node:fs';

/**
 * What is wrong with the log of a SQLite file (`-wal`, which holds its last commits), or null. SQLite reads a
 * log up to the first frame that is not as it was written, and drops all that follows without a word, as if
 * it had never been committed. Two things tell what was: the index beside the log (`-shm`) counts the frames
 * that had reached the disk; without it, a commit behind the bad frame that more frames follow. Call it
 * before SQLite opens the file, because the first connection makes the index anew. Formats:
 * https://sqlite.org/fileformat2.html#walformat, https://sqlite.org/walformat.html.
 */
export function damageOfLog(file: string): string | null {
  for (let attempt = 0; attempt < 5; attempt++) {
    const index = readIndex(`${file}-shm`);
    const log = readLog(`${file}-wal`);
    // Another process writes, so the index is its own.
    if (!sameIndex(index, readIndex(`${file}-shm`))) continue;
    if (!index) return log?.goesOn ? `it breaks off after ${log.whole} pages, and more follow` : null;
    if (index.frames === 0) return null;
    if (!log) return index.frames > index.copied ? 'it is missing, or is no log' : null;
    // After a power cut the index may be that of an older log, all of which is in the file.
    if (!log.salt.equals(index.salt) || log.whole >= index.frames) return null;
    return `only ${log.whole} of its ${index.frames} pages can be read`;
  }
  return null;
}

interface Index {
  /** Pages that commits had written into the log. */
  frames: number;
  /** How many of them were copied into the file. */
  copied: number;
  salt: Buffer;
}

const INDEX_BYTES = 136;
const INDEX_VERSION = 3_007_000;

function readIndex(path: string): Index | null {
  const bytes = readStart(path, INDEX_BYTES);
  if (bytes.length < INDEX_BYTES || !littleEndian) return null;
  const [first, second] = [bytes.subarray(0, 48), bytes.subarray(48, 96)];
  const sum = addChecksum([0, 0], words(first.subarray(0, 40)));
  // A process that was killed in the middle of a change leaves two that differ.
  if (!first.equals(second) || first.readUInt32LE(0) !== INDEX_VERSION || first[12] !== 1) return null;
  if (first.readUInt32LE(40) !== sum[0] || first.readUInt32LE(44) !== sum[1]) return null;
  return { frames: first.readUInt32LE(16), copied: bytes.readUInt32LE(96), salt: first.subarray(32, 40) };
}

const sameIndex = (a: Index | null, b: Index | null): boolean =>
  a === b || (a?.frames === b?.frames && a?.copied === b?.copied && !!b && !!a?.salt.equals(b.salt));

interface Log {
  salt: Buffer;
  /** Frames from the start on that are as they were written. */
  whole: number;
  /** Whether a commit stands behind them that had reached the disk, because more was written after it. */
  goesOn: boolean;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/** Null when there is none, or none that SQLite would read. */
function readLog(path: string): Log | null {
  const header = readStart(path, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return null;
  const magic = header.readUInt32BE(0);
  const swapped = magic === MAGIC + 1;
  if (magic !== MAGIC && !swapped) return null;
  let sum = addChecksum([0, 0], words(header.subarray(0, 24), swapped));
  if (header.readUInt32BE(24) !== sum[0] || header.readUInt32BE(28) !== sum[1]) return null;

  const salt = header.subarray(16, 24);
  const log: Log = { salt, whole: 0, goesOn: false };
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + header.readUInt32BE(8));
  let broken = false;
  let committed = false;
  const fd = openSync(path, 'r');
  try {
    for (
      let at = HEADER_BYTES;
      readSync(fd, frame, 0, frame.length, at) === frame.length;
      at += frame.length
    ) {
      const stored: Sum = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
      // A frame with another salt is what an older log left in the file.
      const valid = frame.subarray(8, 16).equals(salt) && isSame(checksumOf(frame, sum, swapped), stored);
      // Behind a bad frame each one is tried as the successor of the one before it.
      sum = stored;
      if (valid && committed) return { ...log, goesOn: true };
      if (!valid) broken = true;
      else if (!broken) log.whole++;
      else if (frame.readUInt32BE(4) !== 0) committed = true;
    }
  } finally {
    closeSync(fd);
  }
  return log;
}

type Sum = [number, number];
const isSame = ([a, b]: Sum, [c, d]: Sum): boolean => a === c && b === d;

/** The checksum of a frame that follows one with the checksum `before`. */
function checksumOf(frame: Buffer, before: Sum, swapped: boolean): Sum {
  const head = addChecksum(before, words(frame.subarray(0, 8), swapped));
  return addChecksum(head, words(frame.subarray(FRAME_HEADER_BYTES), swapped));
}

/** SQLite's own checksum, which a frame continues from the one before it. */
function addChecksum([first, second]: Sum, of: Uint32Array): Sum {
  let a = first;
  let b = second;
  for (let i = 0; i < of.length; i += 2) {
    a = (a + (of[i] ?? 0) + b) >>> 0;
    b = (b + (of[i + 1] ?? 0) + a) >>> 0;
  }
  return [a, b];
}

const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

function words(bytes: Buffer, swapped = false): Uint32Array {
  const copy = new Uint8Array(bytes);
  if (swapped === littleEndian) Buffer.from(copy.buffer).swap32();
  return new Uint32Array(copy.buffer);
}

function readStart(path: string, length: number): Buffer {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, 0));
  } finally {
    closeSync(fd);
  }
}
