import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@persona/config';
import { bar, megabytes, number } from '@persona/doctor';
import { findRun } from '../../launch/lock.ts';
import type { Terminal } from '../../launch/terminal.ts';
import { UserError } from '../user-error.ts';
import { lastBackupAt, makeBackup } from './backup.ts';
import { drill } from './drill.ts';
import { restoreBackup, verifyBackup } from './restore.ts';

/** How many files are named one by one. */
const MAX_NAMED = 5;

const adminKeyWords = {
  included: 'is in it: whoever reads the back-up may use this install',
  environment: 'is not in it: it is that of PERSONA_ADMIN_KEY; keep it with your passwords',
  absent: 'is not in it: there is no admin.key in the data folder; after a restore set PERSONA_ADMIN_KEY',
};
const restoredKeyWords = {
  restored: 'admin.key, as it was',
  kept: 'admin.key was there and was left; if it is another install’s, remove it and set PERSONA_ADMIN_KEY',
  environment: 'the one of PERSONA_ADMIN_KEY; the one of the back-up no longer counts',
  absent: 'not in the back-up: set PERSONA_ADMIN_KEY to a new one',
};

/** Makes one back-up and says what is in it; returns the exit code. */
export async function backUp(
  config: Config,
  place: string,
  keep: number,
  terminal: Terminal,
): Promise<number> {
  const { manifest, addedBytes, removed } = await makeBackup(config, place, {
    keep,
    copyingDocuments: (done, total) => terminal.progress('documents', bar(done, total)),
    copyingFiles: (done, total) => terminal.progress('files', bar(done, total)),
  });
  const documents = Object.values(manifest.documents.counts).reduce((sum, count) => sum + count, 0);
  terminal.progress(
    'documents',
    `${number(documents)} (${megabytes(manifest.documents.bytes)}), as of ${manifest.made_at}`,
    true,
  );
  terminal.progress('files', `${number(manifest.files.length)}, every hash is the one in its document`, true);
  terminal.progress('admin key', adminKeyWords[manifest.admin_key], true);
  terminal.progress(
    'back-up',
    `${manifest.name} in ${place}; ${megabytes(addedBytes)} were new` +
      (removed > 0 ? `; ${number(removed)} older removed` : ''),
    true,
  );
  for (const { key, reason } of manifest.lacking.slice(0, MAX_NAMED))
    terminal.say(
      reason === 'absent'
        ? `The file ${key} is missing in this install, and so in the back-up.`
        : `The file ${key} is not what its document says, and is not in the back-up.`,
    );
  if (manifest.lacking.length > 0)
    terminal.say(
      `${number(manifest.lacking.length)} files could not be backed up: restore them from an older back-up, or delete their voices and videos.`,
    );
  return manifest.lacking.length === 0 ? 0 : 1;
}

const HOUR_MS = 3_600_000;
const CHECK_INTERVAL_MS = 60_000;

/** Makes a back-up whenever the newest is older than BACKUP_INTERVAL_HOURS; never returns. */
export async function backUpAgainAndAgain(
  config: Config,
  place: string,
  keep: number,
  terminal: Terminal,
): Promise<never> {
  for (;;) {
    try {
      const last = await lastBackupAt(config, place);
      if (!last || Date.now() - last.getTime() >= config.BACKUP_INTERVAL_HOURS * HOUR_MS)
        await backUp(config, place, keep, terminal);
    } catch (error) {
      // What is away now may be there in an hour.
      terminal.say(`The back-up failed: ${(error as Error).message}`);
      await sleep(HOUR_MS);
    }
    await sleep(CHECK_INTERVAL_MS);
  }
}

/** Reads all of a back-up, starts a scratch install from it and asks it; returns the exit code. */
export async function checkRestore(
  config: Config,
  place: string,
  at: string | undefined,
  terminal: Terminal,
): Promise<number> {
  const restoringFiles = (done: number, total: number) => terminal.progress('files', bar(done, total));
  const { manifest, damaged } = await verifyBackup(config, place, at, (done, total) =>
    terminal.progress('reading', bar(done, total)),
  );
  if (damaged.length > 0)
    throw new UserError(
      `The back-up ${manifest.name} is damaged: ${number(damaged.length)} of its contents are missing or changed, the first is ${damaged[0]}. Make a new one, and try an older one (--at).`,
    );
  terminal.progress('reading', `${manifest.name}: every hash is right`, true);
  const result = await drill(config, place, {
    at: manifest.name,
    restoringFiles,
    filling: (state) => terminal.progress('index', state),
  });
  terminal.progress(
    'drill',
    `${number(result.pages)} pages answer in a scratch install after ${result.seconds.toFixed(1)} s; ${result.found} of ${result.asked} questions found their page`,
    true,
  );
  return result.found === result.asked ? 0 : 1;
}

/** Puts a back-up into the empty install of the configuration; returns the exit code. */
export async function restore(
  config: Config,
  place: string,
  at: string | undefined,
  terminal: Terminal,
): Promise<number> {
  if (findRun(config.PERSONA_DATA_DIR))
    throw new UserError(
      `Persona runs on ${config.PERSONA_DATA_DIR}: stop it first, or set PERSONA_DATA_DIR.`,
    );
  const { manifest, files, bytes, adminKey } = await restoreBackup(config, place, {
    at,
    restoringFiles: (done, total) => terminal.progress('files', bar(done, total)),
    restoringDocuments: (done, total) => terminal.progress('documents', bar(done, total)),
  });
  terminal.progress('files', `${number(files)} (${megabytes(bytes)}), every hash is right`, true);
  terminal.progress('documents', `as of ${manifest.made_at}, every hash is right`, true);
  terminal.progress('admin key', restoredKeyWords[adminKey], true);
  if (manifest.lacking.length > 0)
    terminal.say(`${number(manifest.lacking.length)} files were missing when the back-up was made.`);
  terminal.say(
    'Start Persona: the search index fills itself from the documents, and /readyz says how full it is.',
  );
  return 0;
}
