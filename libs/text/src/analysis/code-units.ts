/**
 * Code units of a stretch of text in an array, where a scanner that looks at each of them more than once
 * finds them faster than in the string.
 */
export interface CodeUnits {
  /** Those of the stretch, and one before and behind it where the text has one; else 0 behind. */
  units: Uint16Array;
  /** Where in the text the array begins. */
  offset: number;
}

interface Room {
  units: Uint16Array;
  bytes: Buffer;
}

const MIN_ROOM = 4_096;
/** A larger room is not kept for the next text. */
const MAX_KEPT = 65_536;

/** Kept for the next text; absent while somebody reads in it, who may well ask for another text meanwhile. */
let spare: Room | undefined;

const makeRoom = (size: number): Room => {
  const units = new Uint16Array(size);
  return { units, bytes: Buffer.from(units.buffer) };
};

/** Calls `read` with the code units of a stretch, which are there until it returns. */
export function withCodeUnits(
  text: string,
  { start, end }: { start: number; end: number },
  read: (units: CodeUnits) => void,
): void {
  const offset = start > 0 ? start - 1 : 0;
  const stop = end < text.length ? end + 1 : end;
  let room = spare;
  spare = undefined;
  if (!room || room.units.length <= stop - offset)
    room = makeRoom(Math.max(MIN_ROOM, 2 * (stop - offset + 1)));
  room.bytes.write(offset === 0 && stop === text.length ? text : text.slice(offset, stop), 'utf16le');
  room.units[stop - offset] = 0;
  read({ units: room.units, offset });
  if (room.units.length <= MAX_KEPT) spare = room;
}
