// Checks the licence of every package in package-lock.json against those that this project can be given away
// with. Run by npm test; exits with 1 and names each package. It reads the lock file alone, also for systems
// other than this one.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** They ask for no more than their own text in return. */
const PERMISSIVE = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);
/** Of tools and test data, which are not given away with it. */
const FOR_TOOLS = new Set(['MPL-2.0', 'Unlicense', 'CC-BY-SA-4.0']);
/** A tool that builds pages at the first start: each install fetches it itself, and no image has it. */
const BUILDER = /^lightningcss(-|$)/;
/** Packages that say it in the form of before, `licenses`, which npm does not keep; as read in them. */
const STATED: Readonly<Record<string, string>> = {
  async: 'MIT',
  buildcheck: 'MIT',
  'cpu-features': 'MIT',
  ssh2: 'MIT',
};

export interface LockedPackage {
  license?: string;
  dev?: boolean;
  link?: boolean;
  version?: string;
}

/** Returns what is wrong with the licences of these packages, by their places in node_modules. */
export function findingsIn(packages: Readonly<Record<string, LockedPackage>>): string[] {
  return Object.entries(packages).flatMap(([place, { license, dev = false, link = false }]) => {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    // Our own packages, and links to them.
    if (name === undefined || link) return [];
    const stated = license ?? STATED[name];
    if (stated === undefined) return [`${place}: says nothing of its licence; look into it`];
    const all = stated.replaceAll(/[()]/g, '').split(' AND ');
    const isAllowed = (one: string) =>
      one
        .split(' OR ')
        .some((choice) => PERMISSIVE.has(choice) || ((dev || BUILDER.test(name)) && FOR_TOOLS.has(choice)));
    return all.every(isAllowed) ? [] : [`${place}: ${stated}${dev ? ', for development' : ''}`];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = path.dirname(import.meta.dirname);
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, LockedPackage>;
  };
  const findings = findingsIn(lock.packages);
  for (const finding of findings) console.error(finding);
  console.log(`licences: ${Object.keys(lock.packages).length} packages, ${findings.length} problems`);
  if (findings.length > 0) process.exitCode = 1;
}
