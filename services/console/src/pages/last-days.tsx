import { replyOf } from '@persona/client';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { personaId } from '../state/personas.ts';
import { Shown, number } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';

/** What was stored, asked, answered and not known, by day. */
export function LastDays() {
  const instance_id = personaId.value;
  const stats = useLoad(`stats ${instance_id}`, async (signal) => {
    const params = { query: instance_id === '' ? {} : { instance_id } };
    return replyOf(api.GET('/api/stats', { params, signal }));
  });
  return (
    <section class="card stack whole-row">
      <h2>{t.value.lastDays}</h2>
      <Shown of={stats}>
        {({ days, total }) => (
          <div class="table-box" tabIndex={0} role="region" aria-label={t.value.lastDays}>
            <table>
              <thead>
                <tr>
                  <th>{t.value.day}</th>
                  <th class="number">{t.value.newPages}</th>
                  <th class="number">{t.value.questions}</th>
                  <th class="number">{t.value.answered}</th>
                  <th class="number">{t.value.silent}</th>
                  <th class="number">{t.value.latency}</th>
                </tr>
              </thead>
              <tbody>
                {days
                  .filter(({ pages, questions }) => pages > 0 || questions > 0)
                  .toReversed()
                  .map(({ day, pages, questions, answered, silent, latency_ms }) => (
                    <tr key={day}>
                      <td class="date">{day}</td>
                      <td class="number">{number(pages)}</td>
                      <td class="number">{number(questions)}</td>
                      <td class="number">{number(answered)}</td>
                      <td class="number">{number(silent)}</td>
                      <td class="number">
                        {latency_ms === null ? '–' : t.value.took(number(latency_ms.median))}
                      </td>
                    </tr>
                  ))}
              </tbody>
              <tfoot>
                <tr>
                  <th>{t.value.all}</th>
                  <th class="number">{number(total.pages)}</th>
                  <th class="number">{number(total.questions)}</th>
                  <th class="number">{number(total.answered)}</th>
                  <th class="number">{number(total.silent)}</th>
                  <td />
                </tr>
              </tfoot>
            </table>
          </div>
        )}
      </Shown>
    </section>
  );
}
