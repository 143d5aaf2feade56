import { AppError, type ErrorDetail } from '@persona/contracts';
import type { FastifySchemaCompiler } from 'fastify';
import plugin from 'fastify-plugin';
import { Compile, type Validator } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';
import { IdsBody } from '../ids.ts';
import { createNullRemover } from './absent-nulls.ts';
import { firstIssues, type Issue } from './first-issues.ts';
import { unknownFieldWarnings } from './unknown-fields.ts';

/**
 * Validates params, query, headers and body by the TypeBox schemas of the routes. Unknown fields of a body
 * are ignored with a warning, also where a route needs no body; null for an optional field is its absence.
 */
export const validation = plugin(
  async (app) => {
    app.setValidatorCompiler(compileValidator);
    app.addHook('preValidation', async (request) => {
      const { body = IdsBody } = request.routeOptions.schema ?? {};
      if (isPlain(request.body))
        request.warnings.push(...unknownFieldWarnings(body as TSchema, request.body));
    });
  },
  { name: 'validation', decorators: { request: ['warnings'] } },
);

/** Compiling takes milliseconds, and several routes, or gateways of a test, have the same schema. */
const validators = new WeakMap<TSchema, Validator>();
const validatorOf = (schema: TSchema): Validator => {
  const validator = validators.get(schema) ?? Compile(schema);
  validators.set(schema, validator);
  return validator;
};

const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = validatorOf(schema);
  const isBody = httpPart === 'body';
  const optional = '~optional' in schema;
  const removeAbsentNulls = createNullRemover(schema);
  return (input: unknown) => {
    if (isBody && input === null && optional) return { value: undefined };
    if (isBody) removeAbsentNulls(input);
    // Only text input is converted; in a JSON body "2" and 2 are different.
    const value = isBody ? input : validator.Default(validator.Convert(withoutEmpty(input)));
    if (validator.Check(value)) return { value };
    return { error: validationError(firstIssues(schema, value), isBody ? 'The body' : 'The request') };
  };
};

/**
 * Checks a value outside of a route, e.g. a line of NDJSON, by the same rules: null for an optional field is
 * removed from it. Throws `validation_error` with paths that begin with `at`.
 */
export function createCheck<S extends TSchema>(schema: S, at = '') {
  const validator = Compile(schema);
  const removeAbsentNulls = createNullRemover(schema);
  return (value: unknown): asserts value is Static<S> => {
    removeAbsentNulls(value);
    if (!validator.Check(value)) throw validationError(firstIssues(schema, value), at || 'The body', at);
  };
}

/** An empty parameter (`?id=`) counts as absent. */
function withoutEmpty(input: unknown): unknown {
  if (!isPlain(input)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== ''));
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function validationError(issues: readonly Issue[], root: string, at = ''): AppError {
  const problems = issues.flatMap((issue) => describe(issue, root, at));
  const first = problems[0] ?? { path: at, code: 'invalid', text: `${root} has a wrong form` };
  return new AppError('validation_error', first.text, {
    ...(first.path ? { param: first.path } : {}),
    details: problems.map(({ path, code }) => ({ path, code })),
  });
}

interface Problem extends ErrorDetail {
  text: string;
}

function describe(issue: Issue, root: string, at: string): Problem[] {
  const path = pathOf(issue.instancePath, at);
  const name = path || root;
  const say = (code: string, text: string): Problem[] => [{ path, code, text: `${name} ${text}` }];
  switch (issue.keyword) {
    case 'required':
      return issue.params.requiredProperties.map((property) => {
        const field = path ? `${path}.${property}` : property;
        return { path: field, code: 'required', text: `${field} is required` };
      });
    case 'type': {
      const types = [issue.params.type].flat().map((type) => typeNames[type] ?? type);
      if (!path && !at) return [{ path, code: 'type', text: `${root} must be ${types.join(' or ')}` }];
      return say('type', types.length > 0 ? `must be ${types.join(' or ')}` : 'has a wrong form');
    }
    case 'minLength':
      return say(
        'too_short',
        issue.params.limit === 1
          ? 'must not be empty'
          : `must have at least ${issue.params.limit} characters`,
      );
    case 'maxLength':
      return say('too_long', `must have at most ${issue.params.limit} characters`);
    case 'minItems':
      return say(
        'too_few',
        issue.params.limit === 1 ? 'must not be empty' : `must have at least ${issue.params.limit} items`,
      );
    case 'maxItems':
      return say('too_many', `must have at most ${issue.params.limit} items; send more in several requests`);
    case 'minimum':
      return say('too_small', `must be at least ${issue.params.limit}`);
    case 'maximum':
      return say('too_large', `must be at most ${issue.params.limit}`);
    case 'exclusiveMinimum':
      return say('too_small', `must be over ${issue.params.limit}`);
    case 'exclusiveMaximum':
      return say('too_large', `must be under ${issue.params.limit}`);
    case 'const':
      return say('not_allowed', `must be ${JSON.stringify(issue.params.allowedValue)}`);
    case 'enum':
      return say('not_allowed', `must be one of ${issue.params.allowedValues.join(', ')}`);
    case 'format':
      return say('format', `must be a ${formatNames[issue.params.format] ?? issue.params.format}`);
    case 'pattern':
      return say('characters', 'holds characters that are not allowed there');
    default:
      return say(issue.keyword.replace('~', ''), 'has a wrong form');
  }
}

const typeNames: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
};
const formatNames: Record<string, string> = { 'date-time': 'time like 2026-01-31T12:00:00Z' };

/** `/pages/0/title` → `pages[0].title` */
function pathOf(pointer: string, at: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, 100))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : `${path}${path && '.'}${part}`), at);
}
