/**
 * Parses the one range that a `Range` header asks for of `size` bytes, both ends included (RFC 9110 §14.1.2).
 * Null means to serve the whole: there is no header, or it is of another unit, broken, or asks for several
 * ranges, all of which may be answered so.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Number(last);
    return length === 0 || size === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Number(last);
  if (end < start && last !== '') return null;
  return start >= size ? 'unsatisfiable' : { start, end: Math.min(end, size - 1) };
}
