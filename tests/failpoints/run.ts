// npm run failpoints: interrupts every write path at every await it has, and checks whether anything is lost.
// Exits with 1 when anything was, and when an await was not reached that unreached.ts does not list.
import './hook.ts';
import { parseArgs } from 'node:util';
import { namesOf, readPoints } from './modules.ts';
import { unreached } from './unreached.ts';

const { values } = parseArgs({
  options: {
    /** kill, throw, hang, joined by commas. */
    actions: { type: 'string', default: 'kill,throw,hang' },
    /** Each point in every piece of work that reaches it, not only in the first. */
    everywhere: { type: 'boolean', default: false },
    /** One point in this many. */
    sample: { type: 'string', default: '1' },
    /** Leaves out work that takes seconds each time. */
    quick: { type: 'boolean', default: false },
    /** Only pieces of work whose name contains this. */
    only: { type: 'string' },
    /** Only points whose name contains this. */
    at: { type: 'string' },
    /** Prints the points that were not reached. */
    unreached: { type: 'boolean', default: false },
  },
});
// Imported after the hook, which changes everything that is loaded later.
const { runMatrix } = await import('./matrix.ts');
const { actions: known } = await import('./life.ts');
const actions = known.filter((action) => values.actions.split(',').includes(action));
const began = performance.now();
const { reached, visited, runs, faults } = await runMatrix({
  actions,
  everywhere: values.everywhere,
  sample: Number(values.sample),
  slow: !values.quick,
  only: values.only,
  at: values.at,
  say: (line) => console.log(line),
});
const points = readPoints().map((point) => ({ name: `${point.place} ${point.call}`, names: namesOf(point) }));
const missed = points.filter(({ names }) => !names.some((name) => reached.has(name)));
const isWhole =
  !values.quick &&
  (values.only ?? values.at) === undefined &&
  values.sample === '1' &&
  actions.length === known.length;
/** What is wrong with the matrix itself. */
const gaps = isWhole
  ? [
      ...missed.filter(({ name }) => !(name in unreached)).map(({ name }) => `nothing reaches ${name}`),
      ...points
        // What only two at once bring about may be met by chance, and then by one of the actions.
        .filter(({ name, names }) => !(name in unreached) && names.some((one) => reached.has(one)))
        .flatMap(({ name, names }) =>
          actions
            .filter((action) => !names.some((one) => visited.has(`${one} ${action}`)))
            .map((action) => `${name} has not suffered ${action}`),
        ),
    ]
  : [];
console.log('');
if (values.unreached) for (const { name } of missed) console.log(`  not reached: ${name}`);
for (const gap of gaps) console.log(`  ${gap}`);
console.log(`points     ${points.length} awaits, ${points.length - missed.length} of them reached`);
console.log(
  `runs       ${runs} (${actions.join(', ')}) in ${((performance.now() - began) / 1000).toFixed(0)} s`,
);
console.log(`faults     ${faults.length}`);
process.exit(faults.length + gaps.length > 0 ? 1 : 0);
