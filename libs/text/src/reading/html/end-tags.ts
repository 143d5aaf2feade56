/** The bit in which a small letter is more than its capital. */
const SMALL = 0x20;

/** Whether the name of an element stands at a place, in whatever case. */
const isNameAt = (source: string, name: string, at: number): boolean =>
  (source.charCodeAt(at) | SMALL) === name.charCodeAt(0) &&
  source.slice(at, at + name.length).toLowerCase() === name;

/** Where the next end tag of an element begins, from a place on; −1 when there is none. */
export function endTagFrom(source: string, name: string, from: number): number {
  let at = source.indexOf('</', from);
  while (at >= 0 && !isNameAt(source, name, at + 2)) at = source.indexOf('</', at + 2);
  return at;
}

/** Where the last end tag of an element begins; −1 when there is none. */
export function lastEndTag(source: string, name: string): number {
  let at = source.lastIndexOf('</');
  while (at >= 0 && !isNameAt(source, name, at + 2)) at = at === 0 ? -1 : source.lastIndexOf('</', at - 1);
  return at;
}
