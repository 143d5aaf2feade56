import { ffprobe } from './media-files.ts';

interface Packet {
  pts_time: string;
  flags: string;
}
/** The packets of one track of a file. */
export const packetsOf = async (file: string, kind: 'v' | 'a'): Promise<Packet[]> => {
  const printed = await ffprobe(file, '-select_streams', kind, '-show_packets');
  return (printed as unknown as { packets: Packet[] }).packets;
};
/** When frames are shown, in milliseconds, in order. */
export const frameTimes = async (file: string): Promise<number[]> =>
  (await packetsOf(file, 'v'))
    .map(({ pts_time }) => Math.round(Number(pts_time) * 1000))
    .toSorted((a, b) => a - b);
/** The same of key frames. */
export const keyTimes = async (file: string): Promise<number[]> =>
  (await packetsOf(file, 'v'))
    .filter(({ flags }) => flags.startsWith('K'))
    .map(({ pts_time }) => Math.round(Number(pts_time) * 1000));
