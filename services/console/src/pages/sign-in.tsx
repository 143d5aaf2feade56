import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { route, go } from '../state/route.ts';
import { loadSession, session, signIn } from '../state/session.ts';
import { ErrorNote } from '../ui/basics.tsx';
import { Brand } from '../ui/brand.tsx';

/** Taken once, whatever renders again. */
let usedCode: string | undefined;

export function SignIn() {
  const [error, setError] = useState<Error>();
  const [isBusy, setIsBusy] = useState(false);
  const [key, setKey] = useState('');
  const { page, params } = route.value;

  const enter = async (credential: Parameters<typeof signIn>[0]) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await signIn(credential);
      if (route.value.page === 'sign-in') go('home', {}, { replace: true });
    } catch (caught) {
      // Whoever is signed in already has no use for a link.
      if (session.value?.signed_in && route.value.page === 'sign-in') go('home', {}, { replace: true });
      else setError(caught as Error);
    } finally {
      setIsBusy(false);
    }
  };

  useEffect(() => {
    const { code } = params;
    if (page !== 'sign-in' || code === undefined || code === usedCode) return;
    usedCode = code;
    // A used code is of no use in the history.
    history.replaceState(null, '', '#/sign-in');
    void enter({ code });
  }, [page, params]);

  return (
    <main class="sign-in">
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          void enter({ key });
        }}
      >
        <Brand />
        <h1>{t.value.signIn}</h1>
        <p class="soft">{t.value.signInIntro}</p>
        {error && <ErrorNote error={error} />}
        <label class="field">
          <span>{t.value.key}</span>
          <input
            name="key"
            type="text"
            class="secret"
            autocomplete="off"
            spellcheck={false}
            required
            placeholder="psk_…"
            value={key}
            onInput={({ currentTarget }) => setKey(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary" disabled={isBusy} aria-busy={isBusy}>
          {t.value.signIn}
        </button>
        <p class="soft small">{t.value.signInHint}</p>
      </form>
    </main>
  );
}

/** Asks who is signed in, before anything is shown. */
export function useSession(): Error | undefined {
  const [error, setError] = useState<Error>();
  useEffect(() => {
    if (session.value === undefined) loadSession().catch(setError);
  }, []);
  return error;
}
