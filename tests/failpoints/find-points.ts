// Finds in the code itself where a write path can be interrupted: every await in a function that writes,
// leads to a write, or is called by one that does. There is no list to maintain; a new await is a new point.
import { parseSync, type Node } from 'oxc-parser';

/**
 * One await. It is interrupted before the call that it waits for, or after the call was carried out and
 * before its result was returned.
 */
export interface Point {
  /** Package, module and function: `ingest-worker.index-pages.goLive`. */
  place: string;
  /** What is awaited: `search.removeVersions`, with `#2` for the second of the name. */
  call: string;
  /** The range of the awaited expression in the source. */
  start: number;
  end: number;
  /** `for await`: each step of it is a call. */
  each: boolean;
}

export interface Module {
  /** Relative to the root of the repository. */
  file: string;
  source: string;
}

/** The methods of the ports that change a store or a queue, and of files on the way to one. */
const WRITES = new Set(
  'insert update updateMany applyMany remove removePrefix removePages removeVersions removeInstance put addVectors activateVectorSpace appendAudit add addMany pause resume compact write writev'.split(
    ' ',
  ),
);
/** The objects they are called on, so that neither a hash nor a set is taken for a store. */
const PORT =
  /\b(documents|search|blobs|producer|instances|keys|usage|pages|pageBodies|streams|streamBatches|submissions|chats|messages|media|jobs|idempotency|records|auditBlocks|settings|collection|handle)$/;
/** Passing a function to one of these does not call it. */
const REGISTERS = /^\w+\.(get|post|put|patch|delete|head|route|register|addHook|on|once)$/;

/**
 * Methods of ports that change nothing, and one that only brings a job up to date; our functions of the same
 * name are not followed.
 */
const READS = new Set(
  'get getMany find count locate list stat search versions stats ready close explainJob'.split(' '),
);
/**
 * A call to the access check does not make its caller a write path, although the first caller may be given a
 * persona.
 */
const ASKS = /\baccess$/;

/** A function, as far as it matters here. */
interface Unit {
  file: string;
  name: string;
  /** It is a property of an object, through which others call it. */
  isMethod: boolean;
  /**
   * Functions that it calls or passes on: of its module (`file#name`), of others (`name`), methods (`.name`),
   * and anonymous ones in it.
   */
  leadsTo: Set<string | Unit>;
  writes: boolean;
  awaits: { awaited: Node; each: boolean }[];
}

/** The points of a group of modules: what one of them exports, another may call. */
export function findPoints(modules: readonly Module[]): Map<string, Point[]> {
  const unitsOf = new Map(modules.map((module) => [module.file, readUnits(module)]));
  const all = [...unitsOf.values()].flat();
  const writers = new Set<string>();
  // Repeated until no further function is found that leads to a write.
  for (let known = -1; known !== writers.size;) {
    known = writers.size;
    for (const unit of all) {
      unit.writes ||= [...unit.leadsTo].some((to) => (typeof to === 'string' ? writers.has(to) : to.writes));
      if (!unit.writes || unit.name === '') continue;
      writers.add(unit.name).add(`${unit.file}#${unit.name}`);
      if (unit.isMethod && !READS.has(unit.name)) writers.add(`.${unit.name}`);
    }
  }
  return new Map(
    modules.map((module) => {
      const units = unitsOf.get(module.file) ?? [];
      const named = Map.groupBy(units, ({ name }) => `${module.file}#${name}`);
      const reached = new Set(units.filter(({ writes }) => writes));
      // A set may grow while it is iterated.
      for (const unit of reached)
        for (const to of unit.leadsTo)
          for (const other of typeof to === 'string' ? (named.get(to) ?? []) : [to]) reached.add(other);
      return [
        module.file,
        pointsOf(
          module,
          units.filter((unit) => reached.has(unit)),
        ),
      ];
    }),
  );
}

function pointsOf({ file, source }: Module, units: readonly Unit[]): Point[] {
  const taken = new Map<string, number>();
  return units
    .flatMap(({ name, awaits }) =>
      awaits.map(({ awaited, each }) => ({
        awaited: callIn(awaited, source),
        each,
        place: `${moduleName(file)}.${name || 'handler'}`,
      })),
    )
    .toSorted((a, b) => a.awaited.start - b.awaited.start || b.awaited.end - a.awaited.end)
    .map(({ awaited: { start, end }, awaited, each, place }) => {
      const call = callName(awaited, source);
      const count = (taken.get(`${place} ${call}`) ?? 0) + 1;
      taken.set(`${place} ${call}`, count);
      return { place, call: count === 1 ? call : `${call}#${count}`, start, end, each };
    });
}

/** A call that was begun earlier is only waited for: a fault before the await would leave it running. */
export const isCall = ({ call }: Pick<Point, 'call'>): boolean => !/^until(#|$)/.test(call);

/** Makes every point of a module call `failpoint`, which has to be set in the global scope. */
export function instrument(source: string, points: readonly Point[]): string {
  const inserts: { at: number; order: number; text: string }[] = [];
  for (const [n, { place, call, start, end, each }] of points.entries()) {
    const name = `${JSON.stringify(place)}, ${JSON.stringify(call)}`;
    const text = each
      ? `failpoint.each(${name}, (`
      : isCall({ call })
        ? `failpoint(${name}, async () => (`
        : `failpoint.until(${name}, (`;
    // At the same place, inner ones end before outer ones, and both before the next begins.
    inserts.push({ at: start, order: n + 1, text }, { at: end, order: -n - 1, text: '))' });
  }
  let made = '';
  let from = 0;
  for (const { at, text } of inserts.toSorted((a, b) => a.at - b.at || a.order - b.order)) {
    made += source.slice(from, at) + text;
    from = at;
  }
  return made + source.slice(from);
}

function readUnits({ file, source }: Module): Unit[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const units: Unit[] = [];
  /** Names that stand for functions here, and the functions. */
  const functions = new Map<string, string>();
  const mentioned = new Map<Unit, Set<string>>();
  const handedIn: [Unit, string][] = [];
  /** Functions put into an object by name: `{ open, append }`. */
  const exposed = new Map<string, string>();

  const enter = (node: Node, name: string, isMethod: boolean): Unit => {
    const own = 'id' in node && node.id && 'name' in node.id ? node.id.name : name;
    const unit: Unit = { file, name: own, isMethod, leadsTo: new Set(), writes: false, awaits: [] };
    units.push(unit);
    mentioned.set(unit, new Set());
    // A method is called on its object, never by its bare name.
    if (own !== '' && !isMethod) functions.set(own, `${file}#${own}`);
    return unit;
  };
  /** `held`: a function in this place is kept or passed on, not called. */
  const walk = (node: Node, unit: Unit, name: string, held: boolean): void => {
    let childName = '';
    let childHeld = held;
    let childUnit = unit;
    if (isFunction(node)) {
      childUnit = enter(node, name, held && name !== '');
      if (childUnit.name === '' && !held) unit.leadsTo.add(childUnit);
      childHeld = false;
    } else if (node.type === 'ImportDeclaration') {
      if (/^(\.|@persona\/domain$)/.test(node.source.value))
        for (const { local } of node.specifiers) functions.set(local.name, local.name);
      return;
    } else if (node.type === 'VariableDeclarator')
      childName = node.id.type === 'Identifier' ? node.id.name : '';
    else if (node.type === 'Property') {
      childName = node.key.type === 'Identifier' ? node.key.name : '';
      childHeld = true;
      if (node.value.type === 'Identifier') exposed.set(node.value.name, childName);
    } else if (node.type === 'CallExpression') {
      const { callee } = node;
      // A parameter: `store(pages)` calls some method of that name.
      if (callee.type === 'Identifier') handedIn.push([unit, callee.name]);
      if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') {
        const method = callee.property.name;
        const receiver = source.slice(callee.object.start, callee.object.end);
        unit.writes ||= PORT.test(receiver) && WRITES.has(method);
        if (!ASKS.test(receiver)) unit.leadsTo.add(`.${method}`);
      }
      childHeld = REGISTERS.test(source.slice(callee.start, callee.end));
    } else if (node.type === 'Identifier') {
      if (!held) mentioned.get(unit)?.add(node.name);
    } else if (node.type === 'AwaitExpression') unit.awaits.push({ awaited: node.argument, each: false });
    else if (node.type === 'ForOfStatement' && node.await)
      unit.awaits.push({ awaited: node.right, each: true });

    for (const [key, value] of Object.entries(node)) {
      if (SKIPPED.has(key) && !('computed' in node && node.computed)) continue;
      for (const child of Array.isArray(value) ? (value as unknown[]) : [value as unknown])
        if (isNode(child)) walk(child, childUnit, isFunction(child) ? childName : '', childHeld);
    }
  };
  walk(program, enter(program, '', false), '', false);
  for (const unit of units) unit.isMethod ||= exposed.get(unit.name) === unit.name;
  for (const [unit, name] of handedIn) if (!functions.has(name)) unit.leadsTo.add(`.${name}`);
  for (const [unit, names] of mentioned)
    for (const name of names) {
      const other = functions.get(name);
      if (other !== undefined) unit.leadsTo.add(other);
    }
  return units;
}

/** Names of members and of types do not mention a function. */
const SKIPPED = new Set([
  'property',
  'key',
  'id',
  'params',
  'typeAnnotation',
  'returnType',
  'typeArguments',
  'typeParameters',
]);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';

/** `libs/domain/src/pages/store-pages.ts` → `domain.pages.store-pages`. */
const moduleName = (file: string): string =>
  file
    .replace(/^(libs|services)\//, '')
    .replace('/src/', '/')
    .replace(/\.ts$/, '')
    .replaceAll('/', '.');

/** The call that is waited for: of `pages.update(…).catch(…)` the update, whose faults are caught there. */
function callIn(awaited: Node, source: string): Node {
  if (awaited.type !== 'CallExpression') return awaited;
  const { callee } = awaited;
  return callee.type === 'MemberExpression' &&
    /\.(catch|then|finally)$/.test(source.slice(callee.start, callee.end))
    ? callIn(callee.object, source)
    : awaited;
}

/** What is called, by its last two names: `pages.updateMany`; `until` for an expression without a call. */
function callName(awaited: Node, source: string): string {
  let node = awaited;
  while (node.type === 'ParenthesizedExpression' || node.type === 'TSNonNullExpression')
    node = node.expression;
  if (node.type !== 'CallExpression') return 'until';
  const { callee } = node;
  return source.slice(callee.start, callee.end).match(/\w+/g)?.slice(-2).join('.') ?? 'until';
}
