import type { DoctorFinding } from '@persona/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { client } from '../state/api.ts';
import { Action, Badge, ErrorNote, number } from '../ui/basics.tsx';
import { noteSession } from '../ui/load.ts';

const TONES = { ok: 'good', note: 'busy', wrong: 'bad' } as const;

/** Examines the whole install when somebody asks for it, and tells each finding as it is made. */
export function Doctor() {
  const [findings, setFindings] = useState<readonly DoctorFinding[]>([]);
  const [wrong, setWrong] = useState<number>();
  const [error, setError] = useState<Error>();
  const [isBusy, setIsBusy] = useState(false);
  const ended = useRef(new AbortController());
  useEffect(() => () => ended.current.abort(), []);

  const examine = async () => {
    const { signal } = ended.current;
    setIsBusy(true);
    setError(undefined);
    try {
      const events = client.follow('/api/admin/doctor/events', {
        signal,
        isLast: ({ event }) => event === 'done' || event === 'error',
      });
      for await (const { event, data } of events) {
        if (event === 'start') {
          setFindings([]);
          setWrong(undefined);
        } else if (event === 'finding') {
          const finding = JSON.parse(data) as DoctorFinding;
          setFindings((before) => [...before, finding]);
        } else if (event === 'done') setWrong((JSON.parse(data) as { wrong: number }).wrong);
        else if (event === 'error') throw new Error((JSON.parse(data) as { message: string }).message);
      }
    } catch (caught) {
      if (signal.aborted) return;
      noteSession(caught);
      setError(caught as Error);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <section class="card stack whole-row" aria-busy={isBusy}>
      <div class="row spread">
        <h2>{t.value.doctor}</h2>
        <Action kind="primary" run={examine}>
          {t.value.examine}
        </Action>
      </div>
      <p class="soft">{t.value.doctorHint}</p>
      <p role="status">
        {isBusy ? (
          t.value.examining(number(findings.length))
        ) : wrong === undefined ? null : (
          <Badge tone={wrong === 0 ? 'good' : 'bad'}>
            {wrong === 0 ? t.value.nothingWrong : t.value.toPutRight(number(wrong))}
          </Badge>
        )}
      </p>
      {isBusy && <progress aria-label={t.value.doctor} />}
      {error && <ErrorNote error={error} retry={() => void examine()} />}
      {findings.length > 0 && (
        <ul class="list">
          {findings.map(({ part, state, text, todo }, n) => (
            <li key={n} class="stack finding">
              <div class="row spread">
                <strong>{part}</strong>
                <Badge tone={TONES[state]}>{t.value[`finding_${state}`]}</Badge>
              </div>
              <p class="small" dir="auto">
                {text}
              </p>
              {todo !== undefined && (
                <p class={`note${state === 'wrong' ? ' is-bad' : ''}`} dir="auto">
                  {todo}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
