import { settings } from './settings.ts';

const known = Object.keys(settings);
/** What .env holds for docker-compose.yml, and what is ours beside the settings. */
const OTHERS = new Set(['MONGODB_PASSWORD', 'REDIS_PASSWORD', 'BACKUP_VOLUME', 'COMPOSE_PROJECT_NAME']);
/** Shorter names are near to too many others. */
const MIN_LENGTH = 4;

export interface UnknownName {
  name: string;
  /** The setting that was probably meant; null where none is near. */
  nearest: string | null;
}

/**
 * Variables that nobody reads and that were probably meant for Persona: all unknown ones of .env, which is
 * its own, and those of the environment that are a slip away from a setting.
 */
export function unknownNames(file: Readonly<Record<string, string>>, env: NodeJS.ProcessEnv): UnknownName[] {
  const isUnknown = (name: string) => !known.includes(name) && !OTHERS.has(name);
  const inFile = Object.keys(file)
    .filter(isUnknown)
    .map((name) => ({ name, nearest: nearestTo(name, 3) }));
  const inEnvironment = Object.keys(env)
    .filter((name) => isUnknown(name) && !(name in file) && name.length >= MIN_LENGTH)
    .map((name) => ({ name, nearest: nearestTo(name, 1) }))
    .filter(({ nearest }) => nearest !== null);
  return [...inFile, ...inEnvironment];
}

/** The sentence about such a variable. */
export const unknownNameText = (name: string, nearest: string | null): string =>
  nearest === null
    ? `The variable ${name} in .env is none of Persona's, and does nothing; .env.example has them all.`
    : `The variable ${name} is none of Persona's, and does nothing: did you mean ${nearest}?`;

function nearestTo(name: string, maxDistance: number): string | null {
  const max = Math.min(maxDistance, Math.floor(name.length / 3));
  let best: { name: string; distance: number } | undefined;
  for (const one of known) {
    const distance = editDistance(name.toUpperCase(), one);
    if (distance <= max && distance < (best?.distance ?? Infinity)) best = { name: one, distance };
  }
  return best?.name ?? null;
}

/** How many letters were added, left out, changed, or swapped with the next (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1] as number[];
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
