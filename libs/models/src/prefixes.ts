/** What a model was taught to read before a question, and before a passage that may answer it. */
export interface Prefixes {
  query: string;
  passage: string;
}

const NO_PREFIXES: Prefixes = { query: '', passage: '' };

const RETRIEVE = 'Represent this sentence for searching relevant passages: ';

/** From the cards of the models, by what their names hold; the first that fits. */
const known: readonly (readonly [RegExp, Prefixes])[] = [
  [/\be5\b(?!.*instruct)/i, { query: 'query: ', passage: 'passage: ' }],
  [/\bnomic-embed-text\b/i, { query: 'search_query: ', passage: 'search_document: ' }],
  [/\bembeddinggemma\b/i, { query: 'task: search result | query: ', passage: 'title: none | text: ' }],
  [/\barctic-embed.*v2\b/i, { query: 'query: ', passage: '' }],
  [
    /\barctic-embed\b|\bmxbai-embed-large\b|\bbge-(?:small|base|large)-en\b/i,
    { query: RETRIEVE, passage: '' },
  ],
  [
    /\bqwen3-embedding\b|\be5\b.*instruct/i,
    {
      query: 'Instruct: Given a question, retrieve passages that answer it\nQuery: ',
      passage: '',
    },
  ],
];

/** The prefixes of a model that is known by its name; none for others. */
export const knownPrefixes = (model: string): Prefixes =>
  known.find(([name]) => name.test(model))?.[1] ?? NO_PREFIXES;
