import { replyOf } from '@persona/client';
import type { AuditEntry } from '@persona/contracts';
import { t } from '../i18n/index.ts';
import { api, baseUrl } from '../state/api.ts';
import { change, route } from '../state/route.ts';
import { Badge, Empty, ErrorNote, Loading, Time, number } from '../ui/basics.tsx';
import { MoreRows } from '../ui/more-rows.tsx';
import { usePages } from '../ui/pager.ts';

const outcomes = ['ok', 'refused', 'failed'] as const;
const TONES = { ok: 'good', refused: 'busy', failed: 'bad' } as const;

/** Who did what to which object, when, from where, with what result. */
export function Audit() {
  const { actor, object } = route.value.params;
  const outcome = outcomes.find((one) => one === route.value.params['outcome']);
  const filters = {
    ...(actor ? { actor } : {}),
    ...(object ? { object } : {}),
    ...(outcome ? { outcome } : {}),
  };
  const list = usePages<AuditEntry>(JSON.stringify(filters), async (cursor, signal) => {
    const query = {
      order: 'desc' as const,
      limit: 100,
      ...filters,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { entries, next_cursor } = await replyOf(
      api.GET('/api/admin/audit', { params: { query }, signal }),
    );
    return { rows: entries, next: next_cursor };
  });
  const exported = `${baseUrl}/api/admin/audit/export?${new URLSearchParams(filters).toString()}`;
  return (
    <>
      <div class="page-head">
        <h1>{t.value.audit}</h1>
        <a class="button" href={exported} download="audit.ndjson">
          {t.value.export}
        </a>
      </div>
      <div class="filters row" role="search">
        <select
          aria-label={t.value.outcome}
          value={outcome ?? ''}
          onChange={({ currentTarget }) => change({ outcome: currentTarget.value })}
        >
          <option value="">{t.value.all}</option>
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {t.value[`outcome_${one}`]}
            </option>
          ))}
        </select>
        {[['actor', actor] as const, ['object', object] as const].map(
          ([name, value]) =>
            value && (
              <button key={name} type="button" onClick={() => change({ [name]: '' })}>
                {value} ×
              </button>
            ),
        )}
      </div>
      {list.error && <ErrorNote error={list.error} retry={list.reload} />}
      {list.rows.length === 0 ? (
        list.isLoading ? (
          <Loading />
        ) : (
          <Empty title={t.value.nothingFound} />
        )
      ) : (
        <div class="table-box card" tabIndex={0} role="region" aria-label={t.value.audit}>
          <table>
            <thead>
              <tr>
                <th class="number">#</th>
                <th>{t.value.when}</th>
                <th>{t.value.actor}</th>
                <th>{t.value.action}</th>
                <th>{t.value.object}</th>
                <th>{t.value.outcome}</th>
                <th>{t.value.address}</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((entry) => (
                <tr key={entry.seq}>
                  <td class="number">{number(entry.seq)}</td>
                  <td>
                    <Time at={entry.at} />
                  </td>
                  <td>
                    <Filter name="actor" value={entry.actor} />
                  </td>
                  <td>
                    <code>{entry.action}</code>
                  </td>
                  <td>
                    <Filter name="object" value={entry.object} />
                  </td>
                  <td>
                    <Badge tone={TONES[entry.outcome]}>{t.value[`outcome_${entry.outcome}`]}</Badge>{' '}
                    {entry.code ?? ''}
                    {entry.count > 1 && ` ×${number(entry.count)}`}
                  </td>
                  <td>{entry.address}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreRows list={list} />
    </>
  );
}

/** An id, shortened, which shows only its own entries when it is pressed. */
function Filter({ name, value }: { name: 'actor' | 'object'; value: string | null }) {
  if (value === null) return null;
  return (
    <button type="button" class="link" title={value} onClick={() => change({ [name]: value })}>
      {value.length > 14 ? `${value.slice(0, 4)}…${value.slice(-6)}` : value}
    </button>
  );
}
