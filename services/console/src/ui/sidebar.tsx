import { chooseLanguage, language, languages, t, type Language } from '../i18n/index.ts';
import { persona, personas } from '../state/personas.ts';
import { change, linkTo, route } from '../state/route.ts';
import { session, signOut } from '../state/session.ts';
import { chooseTheme, theme, themes, type Theme } from '../state/theme.ts';
import { shownPages } from './shown-pages.ts';
import { Action } from './basics.tsx';
import { Brand } from './brand.tsx';
import { Icon } from './icon.tsx';

const isMac = navigator.platform.startsWith('Mac');

export function Topbar({
  isMenuOpen,
  onMenu,
  onPalette,
}: {
  isMenuOpen: boolean;
  onMenu: () => void;
  onPalette: () => void;
}) {
  return (
    <header class="topbar">
      <Brand />
      <div class="row">
        <button type="button" class="icon" aria-label={t.value.commands} onClick={onPalette}>
          <Icon name="search" />
        </button>
        <button
          type="button"
          class="icon"
          aria-label={t.value.menu}
          aria-expanded={isMenuOpen}
          onClick={onMenu}
        >
          <Icon name="menu" />
        </button>
      </div>
    </header>
  );
}

export function Sidebar({ onPalette }: { onPalette: () => void }) {
  const { page } = route.value;
  const isOpen = session.value?.expires_at === null;
  return (
    <aside class="side" aria-label={t.value.menu}>
      <Brand />
      {personas.value.length > 0 && (
        <label class="field">
          <span class="visually-hidden">{t.value.persona}</span>
          <select
            value={persona.value?.instance_id}
            onChange={({ currentTarget }) => change({ persona: currentTarget.value, chat: '' })}
          >
            {personas.value.map(({ instance_id, name }) => (
              <option key={instance_id} value={instance_id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <nav aria-label={t.value.menu}>
        {shownPages().map((name) => (
          <a key={name} href={linkTo(name)} aria-current={name === page ? 'page' : undefined}>
            {t.value[name]}
          </a>
        ))}
      </nav>
      <footer>
        <button type="button" onClick={onPalette}>
          {t.value.commands} <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <div class="row">
          <Choice
            label={t.value.language}
            value={language.value}
            options={Object.entries(languages) as [Language, string][]}
            onChoose={(name) => void chooseLanguage(name)}
          />
          <Choice
            label={t.value.theme}
            value={theme.value}
            options={themes.map((name): [Theme, string] => [name, t.value[`theme_${name}`]])}
            onChoose={chooseTheme}
          />
        </div>
        {!isOpen && (
          <Action kind="link" run={signOut}>
            {t.value.signOut}
          </Action>
        )}
      </footer>
    </aside>
  );
}

function Choice<Name extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: Name;
  options: readonly (readonly [Name, string])[];
  onChoose: (name: Name) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value as Name)}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
