/** Resolves the escapes of a JSON string of ASCII text that arrives in chunks. */
export interface StringUnescaper {
  /**
   * Characters that are not ASCII, and escapes that JSON does not have, become NUL, which no alphabet
   * contains.
   */
  push(chunk: Buffer): Buffer;
  /** Whether the last chunk ended inside an escape. */
  pending(): boolean;
}

const BACKSLASH = 0x5c;
const SIMPLE: Record<string, number> = { '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 };

export function createStringUnescaper(): StringUnescaper {
  let escape = '';

  /** The character that an escape stands for, or null while it is incomplete. */
  function resolve(): number | null {
    const kind = escape[1]!;
    if (kind !== 'u') return SIMPLE[kind] ?? 0;
    if (escape.length < 6) return null;
    const code = Number.parseInt(escape.slice(2), 16);
    return /^[0-9a-f]{4}$/i.test(escape.slice(2)) && code < 128 ? code : 0;
  }

  return {
    push(chunk) {
      if (escape === '' && !chunk.includes(BACKSLASH)) return chunk;
      const out = Buffer.allocUnsafe(chunk.length);
      let length = 0;
      for (const byte of chunk) {
        if (escape === '') {
          if (byte === BACKSLASH) escape = '\\';
          else out[length++] = byte;
          continue;
        }
        escape += String.fromCharCode(byte);
        const character = resolve();
        if (character === null) continue;
        out[length++] = character;
        escape = '';
      }
      return out.subarray(0, length);
    },
    pending: () => escape !== '',
  };
}
