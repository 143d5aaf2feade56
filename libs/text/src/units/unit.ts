/**
 * The least of a page that can be said on its own, with what makes it understood. All of it is data that can
 * be stored with a passage.
 */
export interface Unit {
  kind: 'sentence' | 'item' | 'row' | 'code' | 'heading';
  /** Readable text, without markup; cells of a row are parted by ` | `. */
  text: string;
  /** Offsets into the page's content. */
  start: number;
  end: number;
  /** Whether a new line begins with it. */
  first: boolean;
  /** The number of an ordered item as it is shown. */
  marker?: string;
  /**
   * What the unit answers, or is the value of: a question, a label, the names of a row's columns. It is
   * searched, and is no answer itself.
   */
  label?: string;
  /** How the label stands to it. */
  labelled?: 'question' | 'label' | 'term' | 'columns';
  /**
   * Offset into `text` behind the label, where that is part of it: `Phone: 12`; 0 where the text is the value
   * alone.
   */
  value?: number;
  /** A question that the page answers or somebody asks; never an answer. */
  question?: true;
  /**
   * Units of one answer, turn or entry have the same number, by which they are quoted together; 0 or absent
   * for none.
   */
  turn?: number;
  /** Who says it, as the page writes the name; absent where the page does not say. */
  speaker?: string;
  /** In how many block quotes it stands. */
  quoted?: number;
  /** The date of its entry, as `2024`, `2024-05` or `2024-05-01`. */
  date?: string;
  /** Belongs to the site, not to the page. */
  chrome?: true;
}

/** What units say, as running text: a line break where one begins a line. */
export const textOfUnits = (units: readonly Pick<Unit, 'text' | 'first'>[]): string =>
  units.map(({ text, first }, n) => (n === 0 ? text : `${first ? '\n' : ' '}${text}`)).join('');
