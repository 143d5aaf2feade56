import { InsertionMode, Token, Tokenizer, type DefaultTreeAdapterMap, type Parser } from 'parse5';

const [NULL, CARRIAGE_RETURN, AMPERSAND, LESS_THAN] = [0, 0x0d, 0x26, 0x3c];
const isWhitespace = (unit: number): boolean =>
  unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0c || unit === 0x0d;
/** Where nothing but text may follow: no mark, and nothing that is read as something else. */
const isText = (unit: number): boolean =>
  unit !== LESS_THAN &&
  unit !== AMPERSAND &&
  unit !== CARRIAGE_RETURN &&
  unit !== NULL &&
  (unit < 0xd800 || unit > 0xdfff);

/** Where words and the blanks between them are treated alike: they go into the element that is open. */
const textModes: ReadonlySet<InsertionMode> = new Set([
  InsertionMode.IN_BODY,
  InsertionMode.IN_CELL,
  InsertionMode.IN_CAPTION,
  InsertionMode.TEXT,
]);

/**
 * Reads text by the run. The parser's own tokenizer makes a token of each word and of each blank, letter by
 * letter, since some places take only blanks; in all others they are one token here. Lines are not counted.
 */
export class TextTokenizer extends Tokenizer {
  readonly #parser: Parser<DefaultTreeAdapterMap>;

  constructor(parser: Parser<DefaultTreeAdapterMap>) {
    super(parser.options, parser);
    this.#parser = parser;
  }

  override _emitCodePoint(unit: number): void {
    if (isWhitespace(unit) && this.#isInText()) this._extendRun(unit);
    else super._emitCodePoint(unit);
  }

  override _stateData(unit: number): void {
    super._stateData(unit);
    this.#takeText(unit);
  }

  override _stateRcdata(unit: number): void {
    super._stateRcdata(unit);
    this.#takeText(unit);
  }

  override _stateRawtext(unit: number): void {
    super._stateRawtext(unit);
    this.#takeText(unit);
  }

  override _stateScriptData(unit: number): void {
    super._stateScriptData(unit);
    this.#takeText(unit);
  }

  /** Whether a text is begun that a blank may go on. */
  #isInText(): boolean {
    return (
      this.currentCharacterToken?.type === Token.TokenType.CHARACTER &&
      textModes.has(this.#parser.insertionMode)
    );
  }

  /** Takes what follows a character that was text, up to the next that may not be. */
  #takeText(unit: number): void {
    const { html, pos } = this.preprocessor;
    // Behind a carriage return a line feed is none.
    if (!isText(unit) || this.runEnd !== pos + 1 || html.charCodeAt(pos) === CARRIAGE_RETURN) return;
    if (!this.#isInText()) return;
    let end = pos + 1;
    while (end < html.length && isText(html.charCodeAt(end))) end++;
    this.preprocessor.pos = end - 1;
    this.runEnd = end;
  }
}
