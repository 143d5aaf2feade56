import { chmodSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { ConfigError, type Config } from './config.ts';

const OTHERS = 0o077;

/** The files that hold keys, or secrets that sign something, where the stores are embedded. */
const secretFiles = ({
  PERSONA_DATA_DIR,
  DOCUMENTS_URL,
}: Pick<Config, 'PERSONA_DATA_DIR' | 'DOCUMENTS_URL'>) => {
  const documents = DOCUMENTS_URL.startsWith('sqlite:') ? [DOCUMENTS_URL.slice('sqlite:'.length)] : [];
  return [
    path.join(PERSONA_DATA_DIR, 'admin.key'),
    ...documents.flatMap((file) => [file, `${file}-wal`, `${file}-shm`]),
  ];
};

/**
 * Keeps what this process writes to its own user, and closes what others may read: the data folder, which
 * holds everything that the install knows, and each file with a secret, `more` included. Returns what it has
 * closed. Throws a ConfigError that names a file with a secret that others can read, and that only its owner
 * can close. What is not there is no error; a folder of somebody else's, like /tmp, is left as it is.
 */
export function keepPrivate(
  config: Pick<Config, 'PERSONA_DATA_DIR' | 'DOCUMENTS_URL'>,
  more: readonly string[] = [],
  uid: number | undefined = process.getuid?.(),
): string[] {
  process.umask(OTHERS);
  const closed: string[] = [];
  const close = (place: string, stats: Stats, mode: number): boolean => {
    if (stats.uid !== uid) return false;
    chmodSync(place, mode);
    closed.push(place);
    return true;
  };
  const folder = statOf(config.PERSONA_DATA_DIR);
  if (folder && isOpen(folder)) close(config.PERSONA_DATA_DIR, folder, 0o700);
  for (const file of [...secretFiles(config), ...more]) {
    const stats = statOf(file);
    if (!stats || !isOpen(stats) || close(file, stats, 0o600)) continue;
    throw new ConfigError(
      `${file} holds a secret, and other users of this machine can read it: let its owner run chmod 600 on it.`,
    );
  }
  return closed;
}

const isOpen = ({ mode }: Stats): boolean => (mode & OTHERS) !== 0;

function statOf(place: string): Stats | undefined {
  return statSync(place, { throwIfNoEntry: false });
}
