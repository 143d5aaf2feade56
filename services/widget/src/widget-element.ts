import { createConversation, type Conversation, type Persona } from './conversation.ts';
import { icon, make } from './dom.ts';
import { openSession } from './session.ts';
import style from './style.css?inline';
import { chooseLanguage, loadWords } from './words/choose.ts';

const CLOSE = 'M6 6l12 12M18 6L6 18';
const FRESH = 'M12 20h9M16.5 3.5a2.1 2.1 0 0 1 3 3L7 19l-4 1 1-4Z';

/** What the gateway tells of a persona before anybody speaks. */
interface Profile extends Persona {
  /** The address of a picture; null where there is none. */
  face: string | null;
}

/**
 * `<persona-widget data-key="wk_…">`: a button that opens a conversation, or the conversation alone with
 * `data-page`. Everything of it is in its shadow, and nothing of it is in the layout of its page.
 */
export class PersonaWidget extends HTMLElement {
  #launcher = make('button', { class: 'launcher', 'aria-expanded': 'false', click: () => this.toggle() });
  #panel: HTMLElement | undefined;
  #conversation: Conversation | undefined;

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const shadow = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    shadow.adoptedStyleSheets = [sheet];
    void this.#begin(shadow).catch((error: unknown) => {
      // Whoever put it on the page reads why in the console; visitors see the page as it was.
      console.warn('persona:', error instanceof Error ? error.message : error);
      this.remove();
    });
  }

  async #begin(shadow: ShadowRoot): Promise<void> {
    const {
      key = '',
      base = '',
      lang: asked,
      tokenUrl = '',
      page,
      open,
      media,
      profile: known,
    } = this.dataset;
    const isPage = page !== undefined;
    const { documentElement } = document;
    const language = chooseLanguage([asked, !isPage && documentElement.lang, ...navigator.languages]);
    const [words, profile] = await Promise.all([
      loadWords(base, language),
      known ? (JSON.parse(known) as Profile) : readProfile(base, key),
    ]);
    // The gateway's own page speaks the language of whoever reads it.
    if (isPage) documentElement.lang = words.language;
    const { name } = profile;
    const title = words.talk.replace('{}', name);
    // Of the words that could be had.
    this.lang = words.language;
    this.dir = words.language === 'ar' ? 'rtl' : 'ltr';

    const faces: HTMLElement[] = [];
    const face = (): HTMLElement => {
      const one = make('span', { class: 'face', 'aria-hidden': 'true', 'data-initials': initialsOf(name) });
      faces.push(one);
      return one;
    };
    const conversation = createConversation(
      openSession({ base, key, tokenUrl }),
      words,
      profile,
      face,
      media !== undefined,
    );
    this.#conversation = conversation;
    const tool = (label: string, drawing: string, click: () => void): HTMLElement =>
      make('button', { 'aria-label': label, title: label, click }, icon(drawing));
    this.#panel = make(
      isPage ? 'main' : 'section',
      {
        class: 'panel',
        inert: !isPage,
        ...(isPage ? {} : { role: 'dialog', 'aria-label': title }),
        keydown: (event: KeyboardEvent) => {
          if (event.key === 'Escape' && !isPage) this.toggle(false);
        },
      },
      make(
        'header',
        {},
        face(),
        make(isPage ? 'h1' : 'h2', { dir: 'auto' }, name),
        tool(words.fresh, FRESH, () => {
          conversation.fresh();
          conversation.field.focus({ preventScroll: true });
        }),
        !isPage && tool(words.close, CLOSE, () => this.toggle(false)),
      ),
      ...conversation.elements,
    );
    this.#launcher.setAttribute('aria-label', title);
    this.#launcher.append(face());
    shadow.append(isPage ? this.#panel : make('aside', { 'aria-label': title }, this.#panel, this.#launcher));
    if (profile.face) void paint(new URL(profile.face, base).href, faces);
    if (isPage || open !== undefined) this.toggle(true, isPage);
  }

  /** Opens or closes it; without `open`, the other of what it is. */
  toggle(open: boolean = this.#panel?.inert === true, focus = true): void {
    const [panel, conversation] = [this.#panel, this.#conversation];
    if (!panel || !conversation) return;
    if (open) conversation.resume();
    else conversation.pause();
    panel.inert = !open;
    this.#launcher.setAttribute('aria-expanded', `${open}`);
    if (focus) (open ? conversation.field : this.#launcher).focus({ preventScroll: true });
  }
}

async function readProfile(base: string, key: string): Promise<Profile> {
  const response = await fetch(`${base}api/widget/${encodeURIComponent(key)}`, { credentials: 'omit' });
  const said = (await response.json()) as Profile & { message: string };
  if (!response.ok) throw new Error(said.message);
  return said;
}

/** Up to two letters that stand for a name. */
function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter(Boolean);
  const all = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  return all.map((part) => Array.from(part ?? '')[0]?.toUpperCase()).join('');
}

/**
 * Draws the picture into each face. It is fetched like all that the widget reads, so that its page need not
 * allow images of another host.
 */
async function paint(url: string, faces: readonly HTMLElement[]): Promise<void> {
  try {
    const response = await fetch(url, { credentials: 'omit' });
    if (!response.ok) return;
    const picture = await createImageBitmap(await response.blob());
    const side = Math.min(picture.width, picture.height);
    for (const face of faces) {
      const canvas = make('canvas', { width: '160', height: '160' });
      canvas.getContext('2d')?.drawImage(picture, (picture.width - side) / 2, 0, side, side, 0, 0, 160, 160);
      face.replaceChildren(canvas);
    }
  } catch {
    // The initials stay.
  }
}
