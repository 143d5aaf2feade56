import { AppError, Sampling, type CompletionBody } from '@persona/contracts';

/** How a reply is to be given: what a persona honours of an OpenAI client's parameters. */
export interface ReplyParameters {
  sampling: Sampling | undefined;
  /** Characters; undefined: no limit. */
  maxCharacters: number | undefined;
  stop: readonly string[];
  isJson: boolean;
}

/** What a token is of most languages' text, so that a limit in tokens can be kept without a tokenizer. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Reads the parameters of a chat completion. What a persona cannot give is a `validation_error` that names
 * it where the caller would get something else than it asked for; what merely has no effect is named in
 * `warnings`.
 */
export function readParameters(body: CompletionBody, warnings: string[]): ReplyParameters {
  const refuse = (param: string, problem: string) =>
    new AppError('validation_error', `${param} ${problem}`, { param });
  if ((body.n ?? 1) > 1) throw refuse('n', 'must be 1: a persona gives one answer; ask again for another');
  for (const param of ['tool_choice', 'function_call'] as const)
    if (isCallThatMustBeMade(body[param]))
      throw refuse(param, 'must be "auto" or "none": a persona calls no functions');
  if ([body.modalities].flat().includes('audio'))
    throw refuse('modalities', 'must be ["text"]; POST /v1/audio/speech speaks a text');
  if (body.response_format?.type === 'json_schema')
    throw refuse(
      'response_format.type',
      'must be "text" or "json_object": an answer in another form could not be proven',
    );
  for (const name of ['tools', 'functions'] as const)
    if ([body[name] ?? []].flat().length > 0)
      warnings.push(`${name} had no effect: a persona calls no functions`);
  const others = Object.keys(body.metadata ?? {}).filter((key) => key !== 'chat_id');
  if (others.length > 0)
    warnings.push(`metadata: only chat_id is read, not ${others.map((key) => key.slice(0, 64)).join(', ')}`);

  const sampling: Sampling = {};
  for (const name of Object.keys(Sampling.properties) as (keyof Sampling)[]) {
    const value = body[name];
    if (typeof value === 'number') sampling[name] = value;
  }
  const maxTokens = Math.min(body.max_completion_tokens ?? Infinity, body.max_tokens ?? Infinity);
  return {
    sampling: Object.keys(sampling).length === 0 ? undefined : sampling,
    maxCharacters: Number.isFinite(maxTokens) ? maxTokens * CHARACTERS_PER_TOKEN : undefined,
    stop: [body.stop ?? []].flat(),
    isJson: body.response_format?.type === 'json_object',
  };
}

const isCallThatMustBeMade = (choice: unknown): boolean =>
  choice === 'required' || (typeof choice === 'object' && choice !== null);
