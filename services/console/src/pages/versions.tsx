import { replyOf } from '@persona/client';
import { t } from '../i18n/index.ts';
import { api } from '../state/api.ts';
import { Action, Badge, Shown, Time, number } from '../ui/basics.tsx';
import { useLoad } from '../ui/load.ts';
import { tell, tellError } from '../ui/toast.tsx';

/** What a page said before, and the way back to it. */
export function Versions({ id, onReverted }: { id: string; onReverted: () => void }) {
  const params = { path: { id } };
  const versions = useLoad(`versions ${id}`, async (signal) =>
    replyOf(api.GET('/api/kb/training-data/{id}/versions', { params, signal })),
  );
  const revert = async (version: number) => {
    await api.POST('/api/kb/training-data/{id}/revert', { params, body: { version } });
    versions.reload();
    onReverted();
  };
  return (
    <Shown of={versions}>
      {({ versions: all }) => (
        <ol class="list">
          {all.map(({ version, is_newest, is_live, created_at, excerpt }) => (
            <li key={version} class="stack version">
              <div class="row">
                <strong>
                  {t.value.version} {number(version)}
                </strong>
                {is_live && <Badge tone="good">{t.value.live}</Badge>}
                <span class="soft small">
                  <Time at={created_at} />
                </span>
              </div>
              <p class="small" dir="auto">
                {excerpt}
              </p>
              {!is_newest && (
                <div class="actions">
                  <Action
                    run={async () => {
                      const newest = all.find((one) => one.is_newest)?.version;
                      await revert(version);
                      const undo = () => {
                        if (newest !== undefined) revert(newest).catch(tellError);
                      };
                      tell(t.value.reverted(number(version)), { label: t.value.undo, run: undo });
                    }}
                  >
                    {t.value.revert}
                  </Action>
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
    </Shown>
  );
}
