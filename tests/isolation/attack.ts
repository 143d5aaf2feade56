// Asks for what is somebody else's, in every place of every route, with every kind of key, and compares each
// reply with the one for something that does not exist.
import { createRandom, type Random } from '../chaos/random.ts';
import { operationsOf } from '../openapi/operations.ts';
import { placesOf } from '../openapi/places.ts';
import { furnish, type Install } from './furnish.ts';
import { openLane, type Attempt } from './lane.ts';
import { rowsOf } from './rows.ts';

export interface AttackOptions {
  attempts: number;
  seed: number;
  /** How many attempts are under way at once; most of one is waiting. */
  lanes?: number;
  /** Only operations whose method and path contain this. */
  only?: string | undefined;
  /** Only with keys whose name contains this. */
  by?: string | undefined;
  /** Ends the attack before its attempts are made. */
  signal?: AbortSignal;
  /** Called with what was found so far, every thousand attempts. */
  say?: (report: Readonly<AttackReport>) => void;
}

/** What was found; sentences, which name the request that shows it. */
export interface Findings {
  /** Replies that held something of others. */
  leaks: string[];
  /** Replies that differ from those for what does not exist. */
  oracles: string[];
  /** Things of others that are not as they were. */
  changes: string[];
  /** Keys that open nothing, and were answered. */
  admissions: string[];
  /** Faults of the service's own. */
  faults: string[];
}

export interface AttackReport extends Findings {
  attempts: number;
  requests: number;
  operations: number;
  places: number;
  /** How often each status was answered. */
  statuses: Record<string, number>;
}

const LANES = 16;
/** A lane furnishes an estate first, which takes longer than some attempts. */
const MIN_ATTEMPTS_PER_LANE = 25;
const SAY_INTERVAL = 1000;

export async function attack(install: Install, options: AttackOptions): Promise<AttackReport> {
  const { gateway } = install;
  const random = createRandom(options.seed);
  const { body } = await gateway.call<Parameters<typeof operationsOf>[0]>('GET', '/openapi.json');
  const operations = operationsOf(body).filter(({ method, path }) =>
    `${method} ${path}`.includes(options.only ?? ''),
  );
  if (operations.length === 0) throw new Error(`No operation contains "${options.only}".`);
  const targets = operations.flatMap((operation) =>
    placesOf(operation).map((place) => ({ operation, place })),
  );
  // Half of the attempts are at what the document declares, which is a small part of all places.
  const declared = createDeck(
    targets.filter(({ place }) => place.isDeclared),
    random,
  );
  const undeclared = createDeck(
    targets.filter(({ place }) => !place.isDeclared),
    random,
  );
  const nextAttempt = (): Attempt => ({
    ...(random.chance(0.5) ? declared() : undeclared()),
    random: createRandom(random.whole(0, 2 ** 31)),
  });

  // The install's default persona is nobody's of these.
  await gateway.newPersona();
  const other = await furnish(install);
  const before = await rowsOf(install, other);

  const report: AttackReport = {
    attempts: 0,
    requests: 0,
    operations: operations.length,
    places: targets.length,
    statuses: {},
    leaks: [],
    oracles: [],
    changes: [],
    admissions: [],
    faults: [],
  };
  let begun = 0;
  const work = async (): Promise<void> => {
    const lane = await openLane(install, other, report, options.by ?? '');
    while (begun < options.attempts && !options.signal?.aborted) {
      begun++;
      await lane.make(nextAttempt());
      report.attempts++;
      if (report.attempts % SAY_INTERVAL === 0) options.say?.(report);
    }
  };
  const lanes = Math.min(options.lanes ?? LANES, Math.ceil(options.attempts / MIN_ATTEMPTS_PER_LANE));
  await Promise.all(Array.from({ length: lanes }, work));
  const after = await rowsOf(install, other);
  for (const [name, rows] of before)
    if (after.get(name) !== rows) report.changes.push(`${name}: ${rows} is now ${after.get(name)}`);
  return report;
}

/** Deals all of `items` in a random order, and then again in another. */
function createDeck<T>(items: readonly T[], random: Random): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = [...items];
    const at = random.whole(0, left.length - 1);
    const dealt = left[at];
    const last = left.pop();
    if (dealt === undefined || last === undefined) throw new Error('There is nothing to deal.');
    if (at < left.length) left[at] = last;
    return dealt;
  };
}
