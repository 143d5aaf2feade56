// Things to name in requests, so that not all of them end at an id that is not there.
import { eventually } from '@persona/testing';
import { hum } from '../chaos/recordings.ts';
import type { Random } from '../chaos/random.ts';
import type { Install } from '../install.ts';
import type { TextFor } from '../openapi/operations.ts';

/** A persona with what belongs to it. */
interface Estate {
  readonly persona: string;
  readonly textFor: TextFor;
  /** Addresses of files, which are served in ranges. */
  readonly files: readonly string[];
}

export interface Estates {
  pick(): Estate;
  /** Puts new ones in the place of those whose persona was deleted. */
  renew(): Promise<void>;
}

const ESTATES = 4;

export async function openEstates(install: Install, random: Random): Promise<Estates> {
  const make = (): Promise<Estate> => furnish(install, (texts) => random.pick(texts));
  const estates = await Promise.all(Array.from({ length: ESTATES }, make));
  return {
    pick: () => random.pick(estates),
    async renew() {
      for (const [n, { persona }] of estates.entries()) {
        const { status } = await install.call('GET', `/api/instance/${persona}`);
        if (status === 404) estates[n] = await make();
      }
    },
  };
}

async function furnish(install: Install, pick: (texts: readonly string[]) => string): Promise<Estate> {
  const { call } = install;
  const made = await call<{ instance_id: string }>('POST', '/api/instance', {
    instance_data: { name: 'Ada', description: 'A lighthouse keeper.', configuration: {} },
  });
  const persona = made.body.instance_id;
  const at = `instance_id=${persona}`;
  const stored = await call<{ pages?: { id: string }[]; job_id: string }>(
    'POST',
    `/api/kb/store-pages?${at}`,
    { pages: [{ title: 'Tides', content: 'The tide turns twice a day. The harbour lies to the east.' }] },
    { prefer: 'wait=20' },
  );
  const said = await call<{ chat_id: string; message_id: string }>('POST', `/api/kb/v2/chat?${at}`, {
    chat_data: { user_id: 'bo', message: 'When does the tide turn?' },
  });
  const voice = await call<{ voice_id: string }>('POST', `/api/admin/add_voice?${at}`, {
    voice_data: { language: 'en', tone: 'calm', pitch: 'low', sample_audio: hum(424, 1).toString('base64') },
  });
  const ready = await eventually(
    async () => {
      const { body } = await call<{ state: string; renditions?: { url: string }[] }>(
        'GET',
        `/api/admin/voice/${voice.body.voice_id}`,
      );
      return body.state === 'processing' ? undefined : body;
    },
    { timeoutMs: 60_000, intervalMs: 100 },
  );
  const files = (ready.renditions ?? []).map(
    ({ url }) => new URL(url, install.url).pathname + new URL(url, install.url).search,
  );
  const ids = {
    instance_id: [persona],
    model: [persona],
    chat_id: [said.body.chat_id],
    message_id: [said.body.message_id],
    voice_id: [voice.body.voice_id],
    user_id: ['bo'],
    stream_id: ['s1', 's2'],
    id: [
      persona,
      stored.body.pages?.[0]?.id ?? '',
      stored.body.job_id,
      said.body.chat_id,
      voice.body.voice_id,
    ],
  };
  const textFor: TextFor = (name) => {
    const known = ids[name as keyof typeof ids] as readonly string[] | undefined;
    return known && pick(known);
  };
  return { persona, textFor, files: files.length > 0 ? files : ['/files/none'] };
}
