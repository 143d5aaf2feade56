import { readPage, sentences } from '@persona/text';

/** The words of a reply without its markup. */
export function pronounceable(text: string): string {
  const { format, text: read } = readPage(text);
  return (format === 'markdown' || format === 'plain' ? read : text).trim();
}

/** Cuts a text into pieces of at most `max` characters, between sentences where that is possible. */
export function pieces(text: string, max: number): string[] {
  const found: string[] = [];
  let open = '';
  const close = (): void => {
    if (open.trim() !== '') found.push(open.trim());
    open = '';
  };
  for (const { start, end } of sentences(text)) {
    for (const part of cutLong(text.slice(start, end).replaceAll(/\s+/g, ' ').trim(), max)) {
      if (open.length + part.length + 1 > max) close();
      open += `${open === '' ? '' : ' '}${part}`;
    }
  }
  close();
  return found;
}

/** A sentence that is too long is cut at a space, or where there is none, anywhere. */
function cutLong(sentence: string, max: number): string[] {
  const parts: string[] = [];
  let rest = sentence;
  while (rest.length > max) {
    const space = rest.lastIndexOf(' ', max);
    const at = space > max / 2 ? space : max;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...parts, rest];
}
