import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import type { JsonSchema } from './json-schema.ts';

type Validator = ReturnType<typeof Compile>;
export type Issue = ReturnType<Validator['Errors']>[number];

const MAX_ISSUES = 8;

/**
 * What is wrong with `value`, at most eight issues: the first ones of each list. The validator's own list of
 * errors is made by a slow walk over everything, so that walk only gets the parts that a compiled check has
 * found to be wrong.
 */
export function firstIssues(schema: TSchema, value: unknown): Issue[] {
  return visit(schema, value, '').slice(0, MAX_ISSUES);
}

function visit(schema: JsonSchema, value: unknown, path: string): Issue[] {
  const isValid: boolean = validatorOf(schema).Check(value);
  if (isValid) return [];
  if (typeof value !== 'object' || value === null) return issuesOf(schema, value, path);
  if (schema.anyOf) {
    // A list or an object can only have been meant for the branch of its type.
    const [branch, ...others] = schema.anyOf.filter((one) => fitsType(one, value));
    return branch && others.length === 0 ? visit(branch, value, path) : issuesOf(schema, value, path);
  }
  const { items, properties } = schema;
  if (Array.isArray(value) && items) {
    const found = issuesOf(shellOf(schema), value, path);
    for (let i = 0; i < value.length && found.length < MAX_ISSUES; i++)
      found.push(...visit(items, value[i], `${path}/${i}`));
    return found;
  }
  if (!Array.isArray(value) && properties) {
    const found = issuesOf(shellOf(schema), value, path);
    for (const [key, property] of Object.entries(properties))
      if (Object.hasOwn(value, key))
        found.push(...visit(property, (value as Record<string, unknown>)[key], `${path}/${escaped(key)}`));
    return found;
  }
  return issuesOf(schema, value, path);
}

const issuesOf = (schema: JsonSchema, value: unknown, path: string): Issue[] =>
  mergeUnions(validatorOf(schema).Errors(value)).map((issue) => ({
    ...issue,
    instancePath: path + issue.instancePath,
  }));

const fitsType = ({ type }: JsonSchema, value: object): boolean =>
  [type].flat().includes(Array.isArray(value) ? 'array' : 'object');

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The schema without what it says of elements and properties. */
function shellOf(schema: JsonSchema): JsonSchema {
  let shell = shells.get(schema);
  if (!shell) {
    const { items: _items, properties, ...rest } = schema;
    shell = properties
      ? { ...rest, properties: Object.fromEntries(Object.keys(properties).map((key) => [key, {}])) }
      : rest;
    shells.set(schema, shell);
  }
  return shell;
}
const shells = new WeakMap<JsonSchema, JsonSchema>();

function validatorOf(schema: JsonSchema): Validator {
  let validator = validators.get(schema);
  if (!validator) validators.set(schema, (validator = Compile(schema as TSchema)));
  return validator;
}
const validators = new WeakMap<JsonSchema, Validator>();

/**
 * Reduces the errors of a union's branches to one: of the branch that fits best where there is one, else of
 * the union as a whole.
 */
function mergeUnions(issues: readonly Issue[]): Issue[] {
  const merged: Issue[] = [];
  const done = new Set<string>();
  for (const issue of issues) {
    const union =
      /^(.*?)\/(?:anyOf|oneOf)\//.exec(`${issue.schemaPath}/`)?.[1] ??
      (issue.keyword === 'anyOf' ? issue.schemaPath : null);
    if (union === null) {
      merged.push(issue);
      continue;
    }
    const shallowest = issues.find((other) => other.keyword === 'anyOf' && other.schemaPath === union);
    const place = `${union} ${shallowest?.instancePath ?? issue.instancePath}`;
    if (done.has(place)) continue;
    done.add(place);
    const branches = issues.filter(
      (other) => other.schemaPath.startsWith(`${union}/`) && other.keyword !== 'anyOf',
    );
    // A branch whose type fits and that fails deeper or by a limit is more informative than "wrong type".
    const fitting = branches.find((branch) => !['type', 'const'].includes(branch.keyword));
    const types = branches.flatMap((branch) =>
      branch.keyword === 'type' ? [branch.params.type].flat() : [],
    );
    const base = shallowest ?? issue;
    merged.push(fitting ?? { ...base, keyword: 'type', params: { type: [...new Set(types)] } });
  }
  return merged;
}
