import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { unreachable } from '@persona/client';
import { t } from '../i18n/index.ts';
import { route } from '../state/route.ts';
import { ErrorNote, Loading } from './basics.tsx';
import { nextTask } from './next-task.ts';

/** A component whose code is loaded when it is first shown. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;
  return function Lazy() {
    const [View, setView] = useState<{ view: ComponentType } | undefined>(loaded && { view: loaded });
    const [error, setError] = useState<Error>();
    const open = async () => {
      try {
        loaded = await load();
        await nextTask();
        setView({ view: loaded });
      } catch (cause) {
        setError(unreachable(cause));
      }
    };
    useEffect(() => {
      if (!View) void open();
    }, []);
    if (View) return <View.view />;
    // Where a new version was installed meanwhile, the files of this one are gone.
    const retry = (): void => (navigator.onLine ? location.reload() : void open());
    const { page } = route.value;
    return (
      <>
        <div class="page-head">
          <h1>{page !== null && page !== 'sign-in' && t.value[page]}</h1>
        </div>
        {error ? <ErrorNote error={error} retry={retry} /> : <Loading />}
      </>
    );
  };
}
