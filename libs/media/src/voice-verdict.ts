import type { SoundMeasure } from './sound.ts';

/** Whether a sample is good enough to speak with, and what would make it better. */
export interface VoiceVerdict {
  code: 'good' | 'usable' | 'unusable';
  message: string;
}

/** Less speech than this shows no voice; from the second on, more adds little. */
const [MIN_SPEECH_SECONDS, GOOD_SPEECH_SECONDS] = [3, 10];
/** How far speech has to stand above what is heard in its pauses. */
const [MIN_ABOVE_NOISE_DB, GOOD_ABOVE_NOISE_DB] = [10, 25];

/** `lufs` is the loudness of the sample as it was sent; null when it is silent. */
export function voiceVerdict(sound: SoundMeasure, lufs: number | null): VoiceVerdict {
  const speech = sound.seconds * (1 - sound.silenceShare);
  const said = `${speech.toFixed(1)} s of speech`;
  const above = (lufs ?? -Infinity) - sound.noiseFloorDb;
  const clipped = Math.max(...sound.clippedShares);
  const problems: [isBad: boolean, isPoor: boolean, remedy: string][] = [
    [lufs === null, false, 'the sample is silent; record it again and check the microphone'],
    [speech < MIN_SPEECH_SECONDS, speech < GOOD_SPEECH_SECONDS, `record at least ${GOOD_SPEECH_SECONDS} s`],
    [clipped > 0.01, clipped > 1e-4, 'it is cut off at full scale; record at a lower level'],
    [
      // Where nothing is said between, the pauses tell nothing of the room.
      sound.silenceShare > 0.05 && above < MIN_ABOVE_NOISE_DB,
      sound.silenceShare > 0.05 && above < GOOD_ABOVE_NOISE_DB,
      'there is noise behind the voice; record in a quiet room, nearer to the microphone',
    ],
  ];
  const bad = problems.find(([isBad]) => isBad);
  if (bad) return { code: 'unusable', message: `${said}; ${bad[2]}.` };
  const poor = problems.find(([, isPoor]) => isPoor);
  if (poor) return { code: 'usable', message: `${said}; ${poor[2]}.` };
  return { code: 'good', message: `${said}, clear; this sample can be used.` };
}
