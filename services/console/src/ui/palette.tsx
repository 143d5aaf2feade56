import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { personas } from '../state/personas.ts';
import { go } from '../state/route.ts';
import { shownPages } from './shown-pages.ts';
import { Dialog } from './basics.tsx';

const MAX_SHOWN = 12;

/** Goes anywhere by typing: pages, and personas to talk to. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const targets = [
    ...shownPages().map((page) => ({ name: t.value[page], kind: '', run: () => go(page) })),
    ...personas.value.map(({ name, instance_id }) => ({
      name,
      kind: t.value.persona,
      run: () => go('talk', { persona: instance_id }),
    })),
  ];
  const wanted = text.trim().toLocaleLowerCase();
  const found = targets.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)).slice(0, MAX_SHOWN);
  const choose = (index: number) => {
    found[index]?.run();
    onClose();
  };
  const press = (event: KeyboardEvent) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (way !== undefined) {
      event.preventDefault();
      setAt((at + way + found.length) % Math.max(found.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(at);
    }
  };
  return (
    <Dialog title={t.value.commands} onClose={onClose}>
      <div class="palette stack">
        <input
          type="text"
          role="combobox"
          aria-label={t.value.commandsHint}
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={found.length > 0 ? `palette-${at}` : undefined}
          placeholder={t.value.commandsHint}
          value={text}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- a person who opens it is about to type
          autofocus
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={press}
        />
        <ul id="palette-list" role="listbox" aria-label={t.value.commands}>
          {found.map(({ name, kind }, index) => (
            <li
              key={`${kind} ${name} ${index}`}
              id={`palette-${index}`}
              role="option"
              aria-selected={index === at}
              onClick={() => choose(index)}
            >
              <span>{name}</span>
              <span class="soft small">{kind}</span>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p class="soft">{t.value.nothingFound}</p>}
      </div>
    </Dialog>
  );
}
