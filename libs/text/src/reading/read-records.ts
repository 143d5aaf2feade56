import { parseTree, type Node } from 'jsonc-parser';
import { isProse } from '../passages/prose.ts';
import { separatorOf } from './detect-format.ts';
import type { TextBuilder } from './text-builder.ts';

/**
 * Reads comma-separated values: a row a line, the first one the names of the columns when it looks like it.
 */
export function readCsv(source: string, from: number, builder: TextBuilder, nextGroup: () => number): void {
  const mark = separatorOf(source.slice(from)) ?? ',';
  const group = nextGroup();
  let n = 0;
  for (let at = from; at < source.length;) {
    const { fields, end } = recordAt(source, at, mark);
    at = end;
    if (fields.every(({ start, end }) => source.slice(start, end).trim() === '')) continue;
    const isHeader = n++ === 0 && fields.every(({ start, end }) => isName(source.slice(start, end)));
    builder.open('row', { group, ...(isHeader ? { header: true } : {}) });
    for (const field of fields) {
      builder.cell(field.start);
      copyField(source, field, builder);
    }
  }
  builder.close();
}

const isName = (field: string): boolean =>
  /\p{L}/u.test(field) && !/\d{3}/.test(field) && field.trim().length <= 40;

interface Field {
  start: number;
  end: number;
  quoted: boolean;
}

function recordAt(source: string, start: number, mark: string): { fields: Field[]; end: number } {
  const fields: Field[] = [];
  let at = start;
  for (;;) {
    let quoted = false;
    const first = at;
    let end: number;
    if (source[at] === '"') {
      quoted = true;
      at++;
      while (at < source.length && !(source[at] === '"' && source[at + 1] !== '"'))
        at += source[at] === '"' ? 2 : 1;
      end = at;
      while (at < source.length && source[at] !== mark && source[at] !== '\n' && source[at] !== '\r') at++;
    } else {
      while (at < source.length && source[at] !== mark && source[at] !== '\n' && source[at] !== '\r') at++;
      end = at;
    }
    fields.push({ start: quoted ? first + 1 : first, end, quoted });
    if (source[at] !== mark) break;
    at++;
  }
  if (source[at] === '\r' && source[at + 1] === '\n') at++;
  return { fields, end: at + 1 };
}

function copyField(source: string, { start, end, quoted }: Field, builder: TextBuilder): void {
  let from = start;
  for (let at = start; at < end; at++) {
    const character = source[at];
    if (quoted && character === '"') {
      builder.copy(from, at);
      from = ++at;
    } else if (character === '\n' || character === '\r') {
      builder.copy(from, at);
      builder.space(at, at + 1);
      from = at + 1;
    }
  }
  builder.copy(from, end);
}

/** Reads JSON, or one value a line: each named value as a label with what it holds. */
export function readJson(source: string, from: number, builder: TextBuilder, nextGroup: () => number): void {
  const whole = parseTree(source.slice(from), [], { disallowComments: true });
  const rest = source.slice(from).trimEnd();
  if (whole && whole.offset + whole.length >= rest.length)
    return readValue(whole, from, source, builder, nextGroup);
  for (let at = from; at < source.length;) {
    const found = source.indexOf('\n', at);
    const end = found < 0 ? source.length : found;
    const value = parseTree(source.slice(at, end), []);
    if (value) readValue(value, at, source, builder, nextGroup);
    at = end + 1;
  }
}

/** What is nested deeper than a few levels is no JSON for `detectFormat`, so calls are as few. */
function readValue(
  node: Node,
  offset: number,
  source: string,
  builder: TextBuilder,
  nextGroup: () => number,
): void {
  if (node.type === 'array') {
    for (const child of node.children ?? []) readValue(child, offset, source, builder, nextGroup);
  } else if (node.type === 'object') {
    const group = nextGroup();
    const title = titleOf(node);
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key || !value) continue;
      const isScalar = value.type !== 'object' && value.type !== 'array';
      if (value === title) {
        builder.open('heading', { group, level: 1 });
        copyScalar(value, offset, source, builder);
      } else if (isScalar) {
        builder.open('row', { group });
        builder.cell(offset + key.offset);
        builder.replace(
          nameOf(String(key.value)),
          offset + key.offset + 1,
          offset + key.offset + key.length - 1,
        );
        builder.cell(offset + value.offset);
        copyScalar(value, offset, source, builder);
      } else {
        readValue(value, offset, source, builder, nextGroup);
      }
    }
    builder.close();
  } else {
    builder.open('paragraph');
    copyScalar(node, offset, source, builder);
    builder.close();
  }
}

/** How records name what they are called. */
const titleKey = new RegExp(
  '^(?:title|headline|heading|subject|titel|titre|título|titulo|titolo|títol|tytuł|tytul|titlu|otsikko|' +
    'tittel|rubrik|overskrift|název|nadpis|cím|naslov|başlık|baslik|заголовок|заглавие|название|назва|' +
    '标题|標題|题目|タイトル|題名|題|제목|शीर्षक|عنوان|العنوان|כותרת|τίτλος)$',
  'iu',
);
const MAX_TITLE_CHARACTERS = 120;

/** What the record is called, where sentences follow that it stands above. */
function titleOf({ children = [] }: Node): Node | undefined {
  const titled = children.findIndex(({ children: [key, value] = [] }) => {
    const said = value?.type === 'string' ? String(value.value).trim() : '';
    return titleKey.test(String(key?.value)) && said !== '' && said.length <= MAX_TITLE_CHARACTERS;
  });
  const follows = children
    .slice(titled + 1)
    .some(({ children: [, value] = [] }) => value?.type === 'string' && isProse(String(value.value)));
  return titled >= 0 && follows ? children[titled]?.children?.[1] : undefined;
}

function copyScalar(node: Node, offset: number, source: string, builder: TextBuilder): void {
  const start = offset + node.offset;
  if (node.type !== 'string') return builder.copy(start, start + node.length);
  const [from, to] = [start + 1, start + node.length - 1];
  const hasLines = isProse(String(node.value));
  for (let at = from, begin = from; at <= to; at++) {
    const escape =
      at < to && source[at] === '\\'
        ? /^\\(?:u[\da-fA-F]{4}|.)/s.exec(source.slice(at, at + 6))?.[0]
        : undefined;
    if (escape === undefined && at < to) continue;
    if (at > begin) builder.copy(begin, at);
    if (escape === undefined) break;
    const character = JSON.parse(`"${escape}"`) as string;
    if (character === '\n' && hasLines) builder.breakLine(at, at + escape.length);
    else if (/\s/.test(character)) builder.space(at, at + escape.length);
    else builder.replace(character, at, at + escape.length);
    begin = at + escape.length;
    at = begin - 1;
  }
}

/** `phoneNumber`, `phone_number` → `phone number`. */
const nameOf = (key: string): string =>
  key
    .replace(/[_-]+/g, ' ')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .trim();
