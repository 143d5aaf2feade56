import { InsertionMode, Token, Tokenizer, type DefaultTreeAdapterMap, type Parser } from 'parse5';

const CARRIAGE_RETURN = 0x0d;
const isWhitespace = (unit: number): boolean =>
  unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0c || unit === 0x0d;

/** What is read by the run, a bit each. */
const Run = { text: 1, value: 2, comment: 4, blanks: 8 } as const;
type Run = (typeof Run)[keyof typeof Run];

/** Which runs end before a unit of ASCII: before a mark, and before what is read as something else. */
const ends = new Uint8Array(0x80).fill(Run.blanks);
const end = (marks: string, runs: number): void => {
  for (const mark of marks) ends[mark.charCodeAt(0)] = runs;
};
end(' \n\t\f', 0);
end('<&\r\0', Run.text | Run.value | Run.comment | Run.blanks);
end('"\'', Run.value | Run.blanks);
end('-', Run.comment | Run.blanks);
const goesOn = (unit: number, run: Run): boolean =>
  unit < 0x80 ? ((ends[unit] as number) & run) === 0 : run !== Run.blanks && (unit < 0xd800 || unit > 0xdfff);

/** Letters that most names are made of, and which stay as they are. */
const isNameUnit = (unit: number): boolean =>
  (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || unit === 0x2d;

/** Where words and the blanks between them are treated alike: they go into the element that is open. */
const textModes: ReadonlySet<InsertionMode> = new Set([
  InsertionMode.IN_BODY,
  InsertionMode.IN_CELL,
  InsertionMode.IN_CAPTION,
  InsertionMode.TEXT,
]);

/**
 * Reads text, blanks, names, values of attributes and comments by the run. The parser's own tokenizer makes a
 * token of each word and of each blank, letter by letter, since some places take only blanks; in all others
 * they are one token here. Lines are not counted, and nobody asks where an attribute stands.
 */
export class TextTokenizer extends Tokenizer {
  readonly #parser: Parser<DefaultTreeAdapterMap>;
  private beginsAttribute = false;

  constructor(parser: Parser<DefaultTreeAdapterMap>) {
    super(parser.options, parser);
    this.#parser = parser;
  }

  override _createAttr(first: string): void {
    this.beginsAttribute = true;
    super._createAttr(first);
    this.beginsAttribute = false;
  }

  override getCurrentLocation(offset: number): Token.Location | null {
    return this.beginsAttribute ? null : super.getCurrentLocation(offset);
  }

  /** The parser's own copies each run, so that no text keeps its page: here none is kept for longer. */
  override _flushRun(text: string): void {
    if (this.runEnd === this.runStart && text.length === 0) return;
    const run = this.preprocessor.html.slice(this.runStart, this.runEnd) + text;
    const token = this.currentToken;
    this.runStart = this.runEnd;
    if (token === null) (this.currentCharacterToken as Token.CharacterToken).chars += run;
    else if (token.type === Token.TokenType.COMMENT) token.data += run;
    else this.currentAttr.value += run;
  }

  override _stateTagName(unit: number): void {
    const token = this.currentToken as Token.TagToken;
    super._stateTagName(unit);
    if (isNameUnit(unit)) token.tagName += this.#takeName();
  }

  override _stateAttributeName(unit: number): void {
    super._stateAttributeName(unit);
    if (isNameUnit(unit)) this.currentAttr.name += this.#takeName();
  }

  override _stateAttributeValueDoubleQuoted(unit: number): void {
    super._stateAttributeValueDoubleQuoted(unit);
    this.#takeRun(unit, Run.value);
  }

  override _stateAttributeValueSingleQuoted(unit: number): void {
    super._stateAttributeValueSingleQuoted(unit);
    this.#takeRun(unit, Run.value);
  }

  override _stateComment(unit: number): void {
    super._stateComment(unit);
    this.#takeRun(unit, Run.comment);
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

  #takeText(unit: number): void {
    if (this.#isInText()) this.#takeRun(unit, Run.text);
    else if (this.currentCharacterToken?.type === Token.TokenType.WHITESPACE_CHARACTER)
      this.#takeRun(unit, Run.blanks);
  }

  /** Takes what follows the letter of a name that was read last, as far as its letters stay as they are. */
  #takeName(): string {
    const { html, pos } = this.preprocessor;
    let end = pos + 1;
    while (isNameUnit(html.charCodeAt(end))) end++;
    this.preprocessor.pos = end - 1;
    return html.slice(pos + 1, end);
  }

  /** Takes what follows the character that was read last, up to the next that ends its run. */
  #takeRun(unit: number, run: Run): void {
    const { html, pos } = this.preprocessor;
    // Behind a carriage return a line feed is none.
    if (this.runEnd !== pos + 1 || !goesOn(unit, run) || html.charCodeAt(pos) === CARRIAGE_RETURN) return;
    let end = pos + 1;
    while (end < html.length && goesOn(html.charCodeAt(end), run)) end++;
    this.preprocessor.pos = end - 1;
    this.runEnd = end;
  }
}
