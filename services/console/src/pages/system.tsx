import { useLoad } from '../ui/load.ts';
import { t } from '../i18n/index.ts';
import { baseUrl } from '../state/api.ts';
import { personaId } from '../state/personas.ts';
import { isWhole, may } from '../state/session.ts';
import { Badge, Shown } from '../ui/basics.tsx';
import { Doctor } from './doctor.tsx';
import { ModelChecks } from './model-checks.tsx';
import { LastDays } from './last-days.tsx';

interface Readiness {
  ready: boolean;
  parts: Record<string, string>;
}

/** Whether everything works, and where operators look further. */
export function System() {
  const readiness = useLoad('ready', async (signal) => {
    // Not ready is an answer, too.
    const response = await fetch(`${baseUrl}/readyz`, { signal });
    return (await response.json()) as Readiness;
  });
  return (
    <>
      <div class="page-head">
        <h1>{t.value.system}</h1>
        <button type="button" onClick={readiness.reload}>
          {t.value.checkAgain}
        </button>
      </div>
      <div class="home-grid">
        <section class="card stack">
          <h2>{t.value.health}</h2>
          <Shown of={readiness}>
            {({ ready, parts }) => (
              <>
                <p>
                  <Badge tone={ready ? 'good' : 'bad'}>{ready ? t.value.allWell : t.value.notWell}</Badge>
                </p>
                <ul class="list">
                  {Object.entries(parts).map(([name, state]) => (
                    <li key={name} class="row spread system-part">
                      <span>{name}</span>
                      <Badge tone={state === 'ok' ? 'good' : 'bad'}>{state}</Badge>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Shown>
        </section>
        <section class="card stack">
          <h2>{t.value.lookFurther}</h2>
          <ul class="needs">
            {[
              ['docs', t.value.apiDocs],
              ['admin/queues', t.value.queues],
              ['metrics', t.value.metrics],
            ].map(([path, text]) => (
              <li key={path}>
                <a href={`${baseUrl}/${path}`} target="_blank" rel="noreferrer">
                  {text} ↗
                </a>
              </li>
            ))}
          </ul>
        </section>
        {may('admin') && isWhole() && <ModelChecks />}
        {may('admin') && isWhole() && <Doctor />}
        {may('history') && <LastDays key={personaId.value} />}
      </div>
    </>
  );
}
