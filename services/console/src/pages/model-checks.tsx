import { replyOf } from '@persona/client';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { Badge, Shown, number } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';

/** Whether the models answer, and what to do where one does not. */
export function ModelChecks() {
  const models = useLoad(
    'models',
    async (signal) => (await replyOf(api.GET('/api/admin/models', { signal }))).models,
  );
  return (
    <section class="card stack">
      <h2>{t.value.models}</h2>
      <Shown of={models}>
        {(all) =>
          all.length === 0 ? (
            <p class="soft">{t.value.noModels}</p>
          ) : (
            <ul class="list">
              {all.map(({ role, model, server, duration_ms, problem }) => (
                <li key={role} class="stack">
                  <div class="row spread system-part">
                    <span>
                      {role} · <span dir="auto">{model}</span>
                    </span>
                    <Badge tone={problem ? 'bad' : 'good'}>
                      {problem ? t.value.notWell : t.value.took(number(duration_ms))}
                    </Badge>
                  </div>
                  {problem ? (
                    <p class="note is-bad" dir="auto">
                      {problem.text}: {problem.todo}
                    </p>
                  ) : (
                    <p class="soft small" dir="ltr">
                      {server}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
