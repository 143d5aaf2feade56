import { replyOf } from '@persona/client';
import type { MediaView } from '@persona/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { api, client } from '../state/api.ts';
import { useChanges } from '../state/live.ts';
import { personaId } from '../state/personas.ts';
import { change, route } from '../state/route.ts';
import {
  Action,
  Badge,
  Confirm,
  Dialog,
  Empty,
  Progress,
  Shown,
  Time,
  bytes,
  number,
  percent,
  CancelOr,
} from '../ui/basics.tsx';
import { DropFiles } from '../ui/drop-files.tsx';
import { useLoad } from '../ui/load.ts';
import { tell } from '../ui/toast.tsx';
import { VoiceConsent } from './consent.tsx';
import { Waveform } from '../ui/waveform.tsx';

const TONES = { processing: 'busy', ready: 'good', failed: 'bad' } as const;
const PROCESSING_INTERVAL_MS = 1500;

export function Media() {
  const instance_id = personaId.value;
  const media = useLoad(instance_id, async (signal) => {
    const params = { query: { limit: 200, ...(instance_id === '' ? {} : { instance_id }) } };
    const [{ voices }, { videos }] = await Promise.all([
      replyOf(api.GET('/api/admin/voices', { params, signal })),
      replyOf(api.GET('/api/admin/videos', { params, signal })),
    ]);
    return [...videos, ...voices].toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
  });
  useChanges(['media'], media.reload);
  const isProcessing = media.data?.some(({ state }) => state === 'processing') ?? false;
  useEffect(() => {
    if (!isProcessing) return undefined;
    const timer = setInterval(() => document.hidden || media.reload(), PROCESSING_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [isProcessing, instance_id]);
  return (
    <>
      <div class="page-head">
        <h1>{t.value.media}</h1>
        <button type="button" class="primary" onClick={() => change({ add: '1' }, { replace: false })}>
          {t.value.addMedia}
        </button>
      </div>
      <Shown of={media}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t.value.noMedia}>
              <p>{t.value.noMediaHint}</p>
            </Empty>
          ) : (
            <ul class="home-grid">
              {all.map((one) => (
                <Medium key={one.id} of={one} onChanged={media.reload} />
              ))}
            </ul>
          )
        }
      </Shown>
      {route.value.params['add'] && <AddMedia onClose={() => change({ add: '' })} onAdded={media.reload} />}
    </>
  );
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

function Medium({ of: medium, onChanged }: { of: MediaView; onChanged: () => void }) {
  const { id, kind, state, declared, measured, renditions, poster, captions, chapters, warnings, error } =
    medium;
  const [isDeleting, setIsDeleting] = useState(false);
  const player = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const [file] = renditions;
  const at = route.value.params['medium'] === id ? Number(route.value.params['at'] ?? 0) : 0;
  useEffect(() => {
    if (at > 0 && player.current) {
      player.current.currentTime = at;
      player.current.scrollIntoView({ block: 'center' });
    }
  }, [at, file?.url]);
  const seconds = Number(measured?.['duration_s'] ?? measured?.['duration'] ?? 0);
  const title = words(declared['title']) || (kind === 'voice' ? t.value.voice : t.value.video);
  const path = { id };
  const tracks = captions.map(({ url, language }, n) => (
    <track
      key={url}
      kind="captions"
      src={url}
      srclang={language ?? undefined}
      label={language ?? t.value.captions}
      default={n === 0}
    />
  ));
  return (
    <li class="card stack">
      <div class="row spread">
        <h2 dir="auto">{title}</h2>
        <Badge tone={TONES[state]}>{t.value[`media_${state}`]}</Badge>
      </div>
      {file && kind === 'video' && (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- those that it has
        <video ref={player} controls preload="none" playsInline poster={poster?.url} src={file.url}>
          {tracks}
        </video>
      )}
      {file && kind === 'voice' && (
        <>
          <Waveform url={file.url} player={player} />
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- those that it has */}
          <audio ref={player} controls preload="none" src={file.url}>
            {tracks}
          </audio>
        </>
      )}
      <p class="soft small">
        {[
          words(declared['description']),
          words(declared['tone']),
          words(declared['language']),
          seconds > 0 ? t.value.seconds(number(seconds, { maximumFractionDigits: 1 })) : '',
          bytes(medium.original.bytes),
        ]
          .filter((one) => one !== '')
          .join(' · ')}{' '}
        · <Time at={medium.created_at} />
      </p>
      {chapters.length > 0 && (
        <ul class="row">
          {chapters.map(({ start, title: chapter }) => (
            <li key={start}>
              <button
                type="button"
                class="link"
                onClick={() => {
                  if (!player.current) return;
                  player.current.currentTime = start;
                  void player.current.play();
                }}
              >
                {chapter}
              </button>
            </li>
          ))}
        </ul>
      )}
      {state === 'ready' && warnings.length === 0 && <p class="note is-good">{t.value.soundsGood}</p>}
      {warnings.map(({ code, message }) => (
        <p key={code} class="note" dir="auto">
          {message}
        </p>
      ))}
      {error && (
        <p class="note is-bad" dir="auto">
          {error.message}
        </p>
      )}
      {kind === 'voice' && state === 'ready' && (
        <VoiceConsent of={medium} title={title} onChanged={onChanged} />
      )}
      <div class="actions">
        <Action kind="danger" run={() => setIsDeleting(true)}>
          {t.value.delete}
        </Action>
      </div>
      {isDeleting && (
        <Confirm
          title={t.value.delete}
          text={t.value.deleteMedia(title)}
          action={t.value.delete}
          run={async () => {
            if (kind === 'voice') await api.DELETE('/api/admin/voice/{id}', { params: { path } });
            else await api.DELETE('/api/admin/video/{id}', { params: { path } });
            tell(t.value.deleted(title));
            onChanged();
          }}
          onClose={() => setIsDeleting(false)}
        />
      )}
    </li>
  );
}

function AddMedia({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState('');
  const [language, setLanguage] = useState('en');
  const [share, setShare] = useState<number>();
  const ended = useRef(new AbortController());
  useEffect(() => () => ended.current.abort(), []);
  const isVideo = file?.type.startsWith('video/') ?? false;
  const send = async () => {
    if (!file) return;
    setShare(0);
    const own = personaId.value === '' ? {} : { instance_id: personaId.value };
    const options = { signal: ended.current.signal, onProgress: setShare };
    try {
      if (isVideo) {
        const fields = { ...own, title: title.trim() || file.name, duration: 0, resolution: 'unknown' };
        await client.uploadVideo(fields, file, options);
      } else {
        await client.uploadVoice({ ...own, language, tone: 'natural', pitch: 'natural' }, file, options);
      }
    } finally {
      setShare(undefined);
    }
    onAdded();
    onClose();
  };
  return (
    <Dialog title={t.value.addMedia} onClose={onClose}>
      <DropFiles
        accept="audio/*,video/*"
        hint={t.value.mediaTypes}
        multiple={false}
        onFiles={([first]) => setFile(first)}
      />
      {file && (
        <>
          <p dir="auto">
            {file.name} · {bytes(file.size)}
          </p>
          {isVideo ? (
            <label class="field">
              <span>{t.value.title}</span>
              <input
                value={title}
                dir="auto"
                onInput={({ currentTarget }) => setTitle(currentTarget.value)}
              />
            </label>
          ) : (
            <label class="field">
              <span>{t.value.language}</span>
              <input value={language} onInput={({ currentTarget }) => setLanguage(currentTarget.value)} />
            </label>
          )}
        </>
      )}
      {share !== undefined && (
        <p role="status">
          <Progress done={share} total={1} label={t.value.uploading} /> {percent(share)}
        </p>
      )}
      <p class="soft small">{t.value.consentHint}</p>
      <CancelOr onCancel={onClose}>
        <Action kind="primary" disabled={!file} run={send}>
          {t.value.upload}
        </Action>
      </CancelOr>
    </Dialog>
  );
}
