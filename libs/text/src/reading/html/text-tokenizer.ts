import { InsertionMode, Token, Tokenizer, type DefaultTreeAdapterMap, type Parser } from 'parse5';

const CARRIAGE_RETURN = 0x0d;
const isWhitespace = (unit: number): boolean =>
  unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0c || unit === 0x0d;

/** What is read by the run, a bit each. */
const Run = { text: 1, value: 2, comment: 4 } as const;
type Run = (typeof Run)[keyof typeof Run];

/** Which runs end before a unit of ASCII: before a mark, and before what is read as something else. */
const ends = new Uint8Array(0x80);
for (const mark of '<&\r\0') ends[mark.charCodeAt(0)] = Run.text | Run.value | Run.comment;
for (const mark of '"\'') ends[mark.charCodeAt(0)] = Run.value;
ends['-'.charCodeAt(0)] = Run.comment;
const goesOn = (unit: number, run: Run): boolean =>
  unit < 0x80 ? ((ends[unit] as number) & run) === 0 : unit < 0xd800 || unit > 0xdfff;

/** Where words and the blanks between them are treated alike: they go into the element that is open. */
const textModes: ReadonlySet<InsertionMode> = new Set([
  InsertionMode.IN_BODY,
  InsertionMode.IN_CELL,
  InsertionMode.IN_CAPTION,
  InsertionMode.TEXT,
]);

/**
 * Reads text, values of attributes and comments by the run. The parser's own tokenizer makes a token of each
 * word and of each blank, letter by letter, since some places take only blanks; in all others they are one
 * token here. Lines are not counted, and nobody asks where an attribute stands.
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
