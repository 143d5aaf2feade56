import type { ChatAnswer, Citation } from '@persona/contracts';
import { icon, make } from './dom.ts';
import type { Words } from './words/en.ts';

type Shown = Pick<ChatAnswer, 'message_id' | 'response' | 'citations'> & {
  answer_type?: string | null;
  suggestions?: ChatAnswer['suggestions'];
  rating?: Rating | undefined;
};
type Rating = 'up' | 'down';

export interface AnswerView {
  element: HTMLElement;
  /** The answer begins, or begins anew. */
  begin(): void;
  add(text: string): void;
  /** Says that it goes on soon. */
  wait(): void;
  finish(answer: Shown): void;
  fail(why: string, again: () => void): void;
}

export interface AnswerActions {
  words: Words;
  /** Whether recordings may be played in here. */
  plays: boolean;
  ask(question: string): void;
  rate(messageId: string, rating: Rating): Promise<void>;
}

const THUMB =
  'M7 10v11M15 6l-1 4h6a2 2 0 0 1 2 2l-2 7a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2h3l4-8a3 3 0 0 1 4 4Z';

/** What the persona says, while it says it and afterwards, with its sources. */
export function createAnswerView({ words, plays, ask, rate }: AnswerActions): AnswerView {
  const text = make('p', { dir: 'auto' });
  const note = make('p', { class: 'note' });
  const more = make('div');
  const element = make('div', { class: 'answer', 'aria-busy': 'true' }, text, note, more);
  let said = '';
  const say = (why: string, ...rest: Node[]): void => note.replaceChildren(why, ...rest);
  const typing = (): void => say('', make('i'), make('i'), make('i'));
  typing();

  const suggestions = (titles: string[]): HTMLElement =>
    make(
      'div',
      { class: 'asks' },
      words.near,
      ...titles.map((title) =>
        make('button', { click: () => ask(words.about.replace('{}', title)), dir: 'auto' }, title),
      ),
    );

  /** Two buttons, of which the one that was chosen is pressed; what was said can be changed. */
  const feedback = (id: string, given: Rating | undefined): HTMLElement => {
    const thanks = make('span');
    const say = async (chosen: Rating): Promise<void> => {
      try {
        await rate(id, chosen);
        for (const one of thumbs) one.setAttribute('aria-pressed', `${one.className === chosen}`);
        thanks.textContent = words.thanks;
      } catch {
        thanks.textContent = words.failed;
      }
    };
    const thumbs = (['up', 'down'] as const).map((rating) =>
      make(
        'button',
        {
          class: rating,
          'aria-label': words[rating],
          'aria-pressed': `${rating === given}`,
          title: words[rating],
          click: () => void say(rating),
        },
        icon(THUMB),
      ),
    );
    return make('div', { class: 'rate' }, ...thumbs, thanks);
  };

  return {
    element,
    begin() {
      said = '';
      text.textContent = '';
      typing();
    },
    add(piece) {
      said += piece;
      text.textContent = said;
      say('');
    },
    wait: () => say(words.wait),
    finish({ message_id, response, citations, answer_type, suggestions: near = [], rating }) {
      element.removeAttribute('aria-busy');
      say('');
      const sources = createSources(citations, words, plays);
      text.replaceChildren(...marked(response, citations, sources.open));
      more.replaceChildren(
        ...sources.elements,
        ...(near.length > 0 ? [suggestions(near.map(({ title }) => title))] : []),
        // Nobody has to judge a greeting.
        ...(answer_type === 'general' ? [] : [feedback(message_id, rating)]),
      );
    },
    fail(why, again) {
      element.removeAttribute('aria-busy');
      say(`${why} `, make('button', { click: again }, words.again));
    },
  };
}

/** The text with a number behind each statement that a source supports. */
function marked(response: string, citations: readonly Citation[], open: (index: number) => void): Node[] {
  const ends = new Map<number, Set<number>>();
  for (const { index, spans, deleted } of citations)
    for (const { start, end } of deleted ? [] : spans) {
      const at = start + response.slice(start, end).trimEnd().length;
      ends.set(at, (ends.get(at) ?? new Set()).add(index));
    }
  const nodes: Node[] = [];
  let from = 0;
  for (const [at, indices] of [...ends].sort(([a], [b]) => a - b)) {
    nodes.push(new Text(response.slice(from, at)));
    // For the eye and the mouse; the buttons behind the text are for everybody.
    for (const index of indices)
      nodes.push(make('sup', { 'aria-hidden': 'true', click: () => open(index) }, `${index}`));
    from = at;
  }
  nodes.push(new Text(response.slice(from)));
  return nodes;
}

/** A button for each source, and the one that is open: its quote, with the way to the rest of it. */
function createSources(all: readonly Citation[], words: Words, plays: boolean) {
  const citations = all.filter(({ deleted }) => !deleted);
  const quote = make('figure', { hidden: true });
  const buttons = new Map<number, HTMLElement>();
  let opened = 0;
  const open = (index: number): void => {
    opened = opened === index ? 0 : index;
    for (const [one, button] of buttons) button.setAttribute('aria-expanded', `${one === opened}`);
    quote.hidden = opened === 0;
    const citation = citations.find((one) => one.index === opened);
    // What is taken out does not play on.
    quote.replaceChildren(...(citation ? quoted(citation, words, plays) : []));
  };
  for (const { index, title } of citations)
    buttons.set(
      index,
      make(
        'button',
        {
          'aria-expanded': 'false',
          click: () => open(index),
        },
        make('u', {}, words.source.replace('{}', '')),
        make('b', {}, `${index} `),
        make('span', { dir: 'auto' }, title),
      ),
    );
  return {
    open,
    elements: citations.length > 0 ? [make('div', { class: 'sources' }, ...buttons.values()), quote] : [],
  };
}

/** A day as it is written where the reader is; a year or a month as it is. */
const dated = (date: string, language: string): string =>
  date.length < 10
    ? date
    : new Date(date).toLocaleDateString(language, { dateStyle: 'long', timeZone: 'UTC' });

/** Minutes and seconds. */
const timeOf = (ms: number): string =>
  `${Math.floor(ms / 60_000)}:${`${Math.floor(ms / 1000) % 60}`.padStart(2, '0')}`;

function quoted({ quote, title, date, url, locator }: Citation, words: Words, plays: boolean): Node[] {
  // Of a recording: where the quote is said in it.
  const label =
    locator?.start_ms === undefined ? words.open : words.play.replace('{}', timeOf(locator.start_ms));
  // An address comes from a page of the persona, which may say anything.
  const link =
    url && /^https?:/i.test(url) && make('a', { href: url, target: '_blank', rel: 'noopener' }, label);
  const media = locator?.media_id;
  return [
    // At its second, which the address names; where the page lets no media in, the link is what is left.
    ...(plays && media && url && /\/recording\.html\?/.test(url)
      ? [
          make(media.startsWith('vid') ? 'video' : 'audio', {
            'aria-label': title,
            controls: true,
            playsinline: true,
            preload: 'metadata',
            src: url,
            error: ({ target }: Event) => (target as Element).remove(),
          }),
        ]
      : []),
    make('blockquote', { dir: 'auto' }, quote),
    make(
      'figcaption',
      {},
      make('span', { dir: 'auto' }, title, date && `, ${dated(date, words.language)}`),
      link,
    ),
  ];
}
