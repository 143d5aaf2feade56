import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from './i18n/index.ts';
import { SignIn, useSession } from './pages/sign-in.tsx';
import { views } from './pages/views.ts';
import { startLive } from './state/live.ts';
import { linkTo, route, type PageName } from './state/route.ts';
import { may, session } from './state/session.ts';
import { Empty, ErrorNote, Loading } from './ui/basics.tsx';
import { Palette } from './ui/palette.tsx';
import { Sidebar, Topbar } from './ui/sidebar.tsx';
import { Toasts } from './ui/toast.tsx';

export function App() {
  const error = useSession();
  const now = session.value;
  return (
    <>
      {error ? (
        <ErrorNote error={error} retry={() => location.reload()} />
      ) : now === undefined ? (
        <Loading />
      ) : now.signed_in && route.value.page !== 'sign-in' ? (
        <Shell />
      ) : (
        <SignIn />
      )}
      <Toasts />
    </>
  );
}

function Shell() {
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isOnline, setIsOnline] = useState(navigator.onLine);
  // The page comes after the frame around it is painted, in a task of its own.
  const [isFramed, setIsFramed] = useState(false);
  const content = useRef<HTMLElement>(null);
  const { page } = route.value;

  useEffect(() => startLive(), []);
  useEffect(() => setIsFramed(true), []);
  useEffect(() => {
    const ended = new AbortController();
    const { signal } = ended;
    addEventListener('online', () => setIsOnline(true), { signal });
    addEventListener('offline', () => setIsOnline(false), { signal });
    addEventListener(
      'keydown',
      (event) => {
        if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        setIsPaletteOpen((before) => !before);
      },
      { signal },
    );
    return () => ended.abort();
  }, []);
  useEffect(() => {
    setIsMenuOpen(false);
    document.title = page === null || page === 'sign-in' ? 'Persona' : `${t.value[page]} · Persona`;
    scrollTo(0, 0);
  }, [page, t.value]);

  return (
    <div class={`shell${isMenuOpen ? ' menu-open' : ''}`}>
      <a
        class="skip button"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          content.current?.focus();
        }}
      >
        {t.value.skip}
      </a>
      <Topbar
        isMenuOpen={isMenuOpen}
        onMenu={() => setIsMenuOpen(!isMenuOpen)}
        onPalette={() => setIsPaletteOpen(true)}
      />
      <Sidebar onPalette={() => setIsPaletteOpen(true)} />
      <main id="content" ref={content} tabIndex={-1}>
        {!isOnline && (
          <p class="offline" role="status">
            {t.value.offline}
          </p>
        )}
        {isFramed && <Page />}
      </main>
      {isPaletteOpen && <Palette onClose={() => setIsPaletteOpen(false)} />}
    </div>
  );
}

function Page() {
  const { page } = route.value;
  const found = page === null || page === 'sign-in' ? undefined : views[page];
  if (!found) return <NoPage name={t.value.noPage} />;
  const { view: View, scope } = found;
  if (scope !== null && !may(scope))
    return (
      <NoPage name={t.value[page as PageName]}>
        <Empty title={t.value.notAllowed(scope)} />
      </NoPage>
    );
  return <View key={page} />;
}

const NoPage = ({ name, children }: { name: string; children?: ComponentChildren }) => (
  <>
    <div class="page-head">
      <h1>{name}</h1>
    </div>
    {children ?? <a href={linkTo('home')}>{t.value.home}</a>}
  </>
);
