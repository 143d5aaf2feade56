import type { PageStatus } from '@persona/contracts';
import type { Tone } from '../ui/basics.tsx';

export type RowStatus = PageStatus;
export const TONES: Record<RowStatus, Tone> = {
  queued: 'quiet',
  indexing: 'busy',
  live: 'good',
  failed: 'bad',
};
