import { grantScope, type Media } from '@persona/contracts';
import type { TestGateway } from './gateway.ts';

/** A reply to a voice or video that was sent. */
export interface Added {
  message: string;
  voice_id: string;
  video_id: string;
  job_id: string;
  state: string;
  unchanged?: boolean;
  instance_id: string | null;
  warnings?: string[];
}

export const voiceData = (sample_audio: string, more: object = {}) => ({
  voice_data: { language: 'en', tone: 'friendly', pitch: 'medium', sample_audio, ...more },
});

export const addVoice = (gateway: TestGateway, instance_id: string, sample: string, more: object = {}) =>
  gateway.call<Added>('POST', '/api/admin/add_voice', { instance_id, ...voiceData(sample), ...more });

/** The row of a voice or video, whoever owns it. */
export async function storedMedia({ documents }: TestGateway, id: string): Promise<Media> {
  const owner = (await documents.media.locate(id)) ?? '';
  const media = await documents.media.get(grantScope(owner), id);
  if (!media) throw new Error(`${id} is not stored`);
  return media;
}
