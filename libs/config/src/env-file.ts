import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Reads a .env file, also one that an editor has begun with a byte order mark, written in UTF-16, or ended
 * its lines with CRLF. Returns an empty object when there is none.
 */
export function readEnvFile(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const bytes = readFileSync(file);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
  return parseEnv(text.replaceAll('\r\n', '\n')) as Record<string, string>;
}

/** Sets what the file says and the environment does not. Returns the file's variables. */
export function loadEnvFile(file: string, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const values = readEnvFile(file);
  for (const [name, value] of Object.entries(values)) env[name] ??= value;
  return values;
}
