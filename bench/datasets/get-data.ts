import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checksumOf, writeDataset } from './dataset.ts';
import { sources, type Source, type SourceFiles } from './sources.ts';

const DOWNLOAD_TIMEOUT_MS = 120_000;

/**
 * Downloads and converts the collections into a folder: `retrieval/<collection>` and `pages/<name>`;
 * downloads are kept in `downloads/`, where a file that somebody put there by hand is taken instead. Returns
 * what could not be had, in sentences that say what to do.
 */
export async function getData(folder: string, from: readonly Source[] = sources): Promise<string[]> {
  const problems: string[] = [];
  for (const source of from) {
    try {
      const { collection, description, licence } = source;
      console.log(`${collection}: ${description}, ${licence}`);
      await getSource(folder, source);
    } catch (error) {
      problems.push(`${source.collection}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return problems;
}

async function getSource(folder: string, source: Source): Promise<void> {
  const { url, sha256, convert, checksum, collection, pages } = source;
  const download = path.join(folder, 'downloads', source.file);
  if (!existsSync(download)) await fetchInto(download, url);
  const bytes = readFileSync(download);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== undefined && actual !== sha256)
    throw new Error(
      `${download} has the SHA-256 ${actual} and not ${sha256}. It is another version or was cut off: replace it by ${url}.`,
    );
  const files = unpack(bytes, source.file);
  const dataset = convert(files);
  const made = checksumOf(dataset);
  if (made !== checksum)
    throw new Error(
      `What ${download} holds is not what the figures were measured on (checksum ${made}, not ${checksum}). Replace it by ${url}.`,
    );
  if (pages)
    for (const [name, content] of files) {
      const file = path.join(folder, 'pages', pages.folder, name);
      if (!pages.isPage(name)) continue;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  writeDataset(path.join(folder, 'retrieval', collection), dataset);
}

async function fetchInto(file: string, url: string): Promise<void> {
  let bytes: Buffer;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    bytes = Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(
      `It could not be downloaded (${reasonOf(error)}). Download ${url} by hand, save it as ${file} and run this again.`,
      { cause: error },
    );
  }
  mkdirSync(path.dirname(file), { recursive: true });
  // Written beside and renamed, so that a run that is ended in between leaves no half of it.
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

/** fetch() says only "fetch failed"; why stands in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The files of a download by name; those of an archive without the one folder that they may all lie in. */
function unpack(bytes: Buffer, file: string): SourceFiles {
  if (!file.endsWith('.tar.gz')) return new Map([[file, file.endsWith('.gz') ? gunzipSync(bytes) : bytes]]);
  const folder = mkdtempSync(path.join(tmpdir(), 'persona-data-'));
  try {
    execFileSync('tar', ['-xzf', '-', '-C', folder], { input: bytes });
    const names = globSync('**/*', { cwd: folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
      );
    const [top = ''] = names[0]?.split('/') ?? [];
    const prefix = names.every((name) => name.startsWith(`${top}/`)) ? `${top}/` : '';
    return new Map(names.map((name) => [name.slice(prefix.length), readFileSync(path.join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
