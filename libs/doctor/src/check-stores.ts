import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@persona/blobs';
import type { Config } from '@persona/config';
import { installScope, MiB, sha256, type BlobKey, type DoctorFinding, type Scope } from '@persona/contracts';
import { documentsRoom, type DocumentStore } from '@persona/documents';
import {
  addCoverage,
  countMissing,
  filesOf,
  indexCoverage,
  livePersonas,
  noPages,
  percentIndexed,
  verifyAudit,
  type IndexCoverage,
} from '@persona/domain';
import type { SearchIndex } from '@persona/search';
import { megabytes, number } from './figures.ts';
import { note, ok, RESTORE, wrong } from './finding.ts';

/** So much that holds nothing is worth giving back, where it is a quarter of all as well. */
const MIN_UNUSED_BYTES = 64 * MiB;

/** How much of the documents' room holds nothing any more. */
export async function checkUnused(
  documentsUrl: string,
  minUnusedBytes = MIN_UNUSED_BYTES,
): Promise<DoctorFinding> {
  const { bytes, unused } = await documentsRoom(documentsUrl);
  const text = `documents take ${megabytes(bytes)}, of which ${megabytes(unused)} hold nothing and are used for what comes`;
  return unused >= minUnusedBytes && unused >= bytes / 4
    ? note('room', text, 'npm run persona -- compact gives them back to the disk, if it lacks them')
    : ok('room', text);
}

/** Reads all of the documents' file, where there is one. */
export async function checkDocuments(documents: DocumentStore, where: string): Promise<DoctorFinding> {
  const problems = await documents.verify();
  if (problems.length > 0)
    return wrong('documents', `${where} is damaged: ${problems[0]?.split('\n')[0]}`, RESTORE);
  return ok('documents', `${where}: ${await countDocuments(documents)}`);
}

/** Every file that a voice or video names is there, can be read, and is of its size. */
export async function checkFiles(
  documents: DocumentStore,
  blobs: BlobStore,
  where: string,
): Promise<DoctorFinding> {
  let files = 0;
  const lacking: string[] = [];
  for await (const { blob_key, bytes } of filesOf(documents.media)) {
    files++;
    // Its first byte is read, because a file of somebody else's has a size too.
    const found = await readFirstByte(blobs, blob_key, bytes === 0).catch(() => undefined);
    if (found !== bytes) lacking.push(blob_key);
  }
  if (lacking.length === 0) return ok('files', `${where}: ${number(files)}, all of their size`);
  return wrong(
    'files',
    `${where}: ${number(lacking.length)} of ${number(files)} files are missing, cut or can't be read, the first is ${lacking[0]}`,
    'restore them from a back-up, or delete their voices and videos',
  );
}

/** Returns the size of a file whose first byte can be read; undefined when there is none. */
async function readFirstByte(blobs: BlobStore, key: BlobKey, isEmpty: boolean): Promise<number | undefined> {
  const there = await blobs.get(key, isEmpty ? undefined : { start: 0, end: 0 });
  if (there) await buffer(there.stream);
  return there?.bytes;
}

/** The key in the data folder is the one that the documents know. */
export async function checkAdminKey(
  config: Config,
  { keys, settings }: DocumentStore,
): Promise<DoctorFinding> {
  const part = 'admin key';
  if (config.PERSONA_AUTH === 'off') return ok(part, 'none needed: PERSONA_AUTH=off');
  if (config.PERSONA_ADMIN_KEY !== undefined) return ok(part, 'the one of PERSONA_ADMIN_KEY');
  const todo = 'set PERSONA_ADMIN_KEY=psk_<id>_<secret> to a new one of your own, and start again';
  const file = path.join(config.PERSONA_DATA_DIR, 'admin.key');
  const current = await settings.get(installScope, 'admin_key');
  if (!current) return note(part, 'none yet', 'the gateway makes one when it starts');
  if (!existsSync(file)) return note(part, `${file} is not there`, `if nobody has the key any more, ${todo}`);
  const [, id, secret] = /^psk_([A-Za-z0-9]+)_([A-Za-z0-9]+)$/.exec(readFileSync(file, 'utf8').trim()) ?? [];
  const key = await keys.get(installScope, `key_${id}`);
  const fits = key !== null && secret !== undefined && key.secret_sha256 === sha256(secret);
  return fits ? ok(part, `in ${file}`) : wrong(part, `${file} is not the key of this install`, todo);
}

async function countDocuments(documents: DocumentStore): Promise<string> {
  const [pages, media] = await Promise.all([
    documents.pages.acrossScopes.count({}),
    documents.media.acrossScopes.count({}),
  ]);
  let personas = 0;
  for await (const _persona of livePersonas(documents)) personas++;
  return `${number(personas)} personas, ${number(pages)} pages, ${number(media)} voices and videos, deleted ones included`;
}

/** Each entry of the audit stands behind the one before, unchanged. */
export async function checkAudit(documents: DocumentStore): Promise<DoctorFinding> {
  const { entries, last, head, broken } = await verifyAudit(documents);
  if (broken)
    return wrong(
      'audit',
      `entry ${broken.seq}: ${broken.reason}`,
      'somebody has written to the documents beside Persona; compare with a back-up',
    );
  return entries === 0
    ? ok('audit', 'empty')
    : ok('audit', `${number(entries)} entries up to ${last}, whole; the last has the hash ${head}`);
}

export async function checkIndex(
  documents: DocumentStore,
  search: SearchIndex,
  where: string,
): Promise<DoctorFinding> {
  let indexed = 0;
  let lost = 0;
  let coverage: IndexCoverage = noPages;
  const unreadable: { scope: Scope; reason: string }[] = [];
  for await (const scope of livePersonas(documents)) {
    try {
      const [pages, found] = await Promise.all([
        search.countPages(scope),
        indexCoverage({ documents, search }, scope),
      ]);
      indexed += pages;
      coverage = addCoverage(coverage, found);
      if (found.missing > 0) lost += await countMissing({ documents, search }, scope);
    } catch (error) {
      // One persona's index says nothing of the others'.
      unreadable.push({ scope, reason: (error as Error).message });
    }
  }
  const [first] = unreadable;
  if (first)
    return wrong(
      'index',
      `${where}: the index of ${number(unreadable.length)} personas can't be read, the first of ${first.scope}: ${first.reason}`,
      'look whether it runs, and at SEARCH_URL; a damaged file is replaced by the workers at its next use',
    );
  const text = `${where}: ${number(indexed)} page versions`;
  if (coverage.missing + coverage.outdated === 0) return ok('index', text);
  if (coverage.missing === 0)
    return note(
      'index',
      `${text}, ${percentIndexed(coverage)} % of what there is; one of the version before answers until it is whole`,
      'look again to see it grow',
    );
  const filling = `${text}, ${percentIndexed(coverage)} % of what there is: ${number(coverage.missing)} of ${number(coverage.pages)} pages are not in it yet`;
  return lost === 0
    ? note('index', filling, 'they wait in the queue; look again to see it grow')
    : wrong(
        'index',
        `${filling}, ${number(lost)} of them are in no queue either`,
        'the workers put it right by themselves; npm run persona -- rebuild does it now and shows how far it is',
      );
}
