import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';

const BARS = 96;
/** A longer file is not read whole for its picture. */
const MAX_BYTES = 20_000_000;

/** The shape of a recording; a press goes to that place. */
export function Waveform({ url, player }: { url: string; player: RefObject<HTMLMediaElement | null> }) {
  const [peaks, setPeaks] = useState<readonly number[]>([]);
  useEffect(() => {
    const ended = new AbortController();
    const read = async () => {
      const response = await fetch(url, { signal: ended.signal });
      if (!response.ok || Number(response.headers.get('content-length') ?? 0) > MAX_BYTES) return;
      const context = new OfflineAudioContext(1, 1, 8000);
      const sound = await context.decodeAudioData(await response.arrayBuffer());
      if (!ended.signal.aborted) setPeaks(peaksOf(sound.getChannelData(0)));
    };
    // Without a picture it plays all the same.
    read().catch(() => undefined);
    return () => ended.abort();
  }, [url]);
  if (peaks.length === 0) return null;
  return (
    <button
      type="button"
      class="waveform"
      aria-label={t.value.goToPlace}
      onClick={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        if (!player.current) return;
        player.current.currentTime = ((clientX - left) / width) * (player.current.duration || 0);
        void player.current.play();
      }}
    >
      <svg viewBox={`0 0 ${BARS} 40`} preserveAspectRatio="none" aria-hidden="true">
        {peaks.map((peak, n) => (
          <rect
            key={n}
            x={n + 0.15}
            y={20 - peak * 19}
            width={0.7}
            height={Math.max(1, peak * 38)}
            rx={0.3}
          />
        ))}
      </svg>
    </button>
  );
}

/** The loudest of each part, against the loudest of all. */
function peaksOf(samples: Float32Array): number[] {
  const size = Math.max(1, Math.floor(samples.length / BARS));
  const peaks = Array.from({ length: BARS }, (_, bar) => {
    let peak = 0;
    for (let n = bar * size; n < Math.min((bar + 1) * size, samples.length); n++)
      peak = Math.max(peak, Math.abs(samples[n] ?? 0));
    return peak;
  });
  const loudest = Math.max(...peaks, 0.001);
  return peaks.map((peak) => peak / loudest);
}
