import { LOCAL_PREFIX } from './local/local-models.ts';
import type { Embedder, EmbeddingModel } from './models.ts';
import { knownPrefixes, type Prefixes } from './prefixes.ts';

/** Between a model's name and what stands before each of its passages, in the name of its vectors. */
const BEFORE = '#';

/**
 * The embedding model of a name, over embedders by name. Prefixes that are not given are those that the model
 * is known to want. Passages with another prefix have other vectors, so that a name tells it.
 */
export function createEmbeddingModel(
  model: string,
  embedderOf: (model: string) => Embedder,
  { query, passage }: { [as in keyof Prefixes]?: string | undefined } = {},
): EmbeddingModel {
  const made = new Map<string, EmbeddingModel>();
  const known = knownPrefixes(model);
  const name = nameOf(model, passage ?? known.passage);

  const make = (own: string): EmbeddingModel => {
    const [of, before] = split(own);
    const embedder = embedderOf(of);
    const prefixes = {
      query: of === model ? (query ?? known.query) : knownPrefixes(of).query,
      passage: before,
    };
    return {
      name: own,
      runsHere: of.startsWith(LOCAL_PREFIX),
      dimension: (options) => embedder.dimension(options),
      embed: (texts, { as = 'passage', signal } = {}) =>
        embedder.embed(
          texts.map((text) => prefixes[as] + text),
          { signal },
        ),
      sibling,
    };
  };
  const sibling = (own: string): EmbeddingModel => {
    const one = made.get(own) ?? make(own);
    made.set(own, one);
    return one;
  };
  return sibling(name);
}

const nameOf = (model: string, before: string): string =>
  before === '' ? model : `${model}${BEFORE}${before}`;

function split(name: string): [string, string] {
  const at = name.indexOf(BEFORE);
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)];
}
