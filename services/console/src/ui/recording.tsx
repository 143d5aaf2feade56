import { replyOf } from '@persona/client';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { Shown } from './basics.tsx';
import { useLoad } from './load.ts';

/** The recording in which a quote is heard, at its second. */
export function Recording({ id, startMs }: { id: string; startMs: number }) {
  const player = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const isVideo = id.startsWith('vid_');
  const recording = useLoad(id, async (signal) => {
    const params = { path: { id } };
    return isVideo
      ? replyOf(api.GET('/api/admin/video/{id}', { params, signal }))
      : replyOf(api.GET('/api/admin/voice/{id}', { params, signal }));
  });
  const url = recording.data?.renditions[0]?.url;
  useEffect(() => {
    if (player.current) player.current.currentTime = startMs / 1000;
  }, [url, startMs]);
  return (
    <Shown of={recording}>
      {({ poster, captions }) => {
        if (url === undefined) return null;
        const tracks = captions.map((one, n) => (
          <track
            key={one.url}
            kind="captions"
            src={one.url}
            srclang={one.language ?? undefined}
            label={one.language ?? t.value.captions}
            default={n === 0}
          />
        ));
        const common = { ref: player, controls: true, preload: 'metadata' as const, src: url };
        return isVideo ? (
          <video {...common} playsInline poster={poster?.url}>
            {tracks}
          </video>
        ) : (
          <audio {...common}>{tracks}</audio>
        );
      }}
    </Shown>
  );
}
