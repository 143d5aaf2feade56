import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ErrorNote, Loading } from './basics.tsx';

/** A component whose code is loaded when it is first shown. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined;
  return function Lazy() {
    const [View, setView] = useState<{ view: ComponentType } | undefined>(loaded && { view: loaded });
    const [error, setError] = useState<Error>();
    useEffect(() => {
      if (View) return;
      const open = async () => {
        loaded = await load();
        setView({ view: loaded });
      };
      open().catch(setError);
    }, []);
    if (View) return <View.view />;
    // A new version was installed meanwhile: the files of this one are gone.
    return error ? <ErrorNote error={error} retry={() => location.reload()} /> : <Loading />;
  };
}
