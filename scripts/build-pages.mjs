// Builds what browsers load, from services/<name> into services/<name>/dist, which is not in git: with Vite,
// and each file compressed beside itself. Nothing is done where the sources are those of the last build.
// Plain JavaScript for Node 20 and later: set-up asks it whether there is anything to do, and runs it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is built, and from what beside its own folder. */
const BUILDS = { console: ['libs/client/src'], widget: [] };
const RECORD = '.built-from';
const MIN_COMPRESSED_BYTES = 512;

/** The services whose build is missing or older than their sources. */
export const staleBuilds = () =>
  Object.keys(BUILDS).filter((name) => {
    const record = join(distOf(name), RECORD);
    return !existsSync(record) || readFileSync(record, 'utf8') !== hashOfSources(name);
  });

const distOf = (name) => join(root, 'services', name, 'dist');

/** One hash of all sources, of the versions of what they import, and of this program. */
function hashOfSources(name) {
  const hash = createHash('sha256');
  const files = [
    fileURLToPath(import.meta.url),
    join(root, 'package-lock.json'),
    ...[join('services', name), ...BUILDS[name]].flatMap((folder) => filesIn(join(root, folder))),
  ];
  for (const file of files)
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory())
        return entry.name === 'node_modules' || entry.name.startsWith('dist') ? [] : filesIn(path);
      return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
    });
}

async function build(name) {
  const { build: bundle } = await import('vite');
  const from = hashOfSources(name);
  const dist = distOf(name);
  const made = `${dist}.${process.pid}`;
  try {
    // Warnings tell of code of the contracts that is no part of what is built.
    await bundle({ root: join(root, 'services', name), logLevel: 'error', build: { outDir: made } });
    for (const file of filesIn(made)) compress(file);
    writeFileSync(join(made, RECORD), from);
    // A running gateway never finds half a build.
    rmSync(dist, { recursive: true, force: true });
    renameSync(made, dist);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** Compressed once, as well as can be, and not with each request. */
function compress(file) {
  const bytes = readFileSync(file);
  if (bytes.length < MIN_COMPRESSED_BYTES || !/\.(html|js|css|svg|json)$/.test(file)) return;
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, brotli));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const name of staleBuilds()) await build(name);
}
