import { createFieldIndex } from '../../bench/field/ask.ts';
import table from './facts.json' with { type: 'json' };

/** A fact about the persona, as it writes it, as another asks for it, and as it would ask itself. */
interface PersonFact {
  sentence: string;
  you: string;
  self: string;
  /** What the answer has to hold. */
  value: string;
}

export interface PersonCase {
  language: string;
  fact: PersonFact;
  /** Whether the words for persons were written with this fact before the eyes; the others are held out. */
  isTuned: boolean;
  you: Outcome;
  self: Outcome;
}

interface Outcome {
  verdict: 'right' | 'beside' | 'silent';
  /** Whether nothing else is said. */
  isClean: boolean;
  response: string;
}

const facts: Readonly<Record<string, readonly PersonFact[]>> = table;
const TUNED = 4;

export const personLanguages = Object.keys(facts);

/** Asks for each fact of a language's page in the second and in the first person. */
export async function askPersons(languages: readonly string[] = personLanguages): Promise<PersonCase[]> {
  await using index = createFieldIndex();
  const cases: PersonCase[] = [];
  for (const language of languages) {
    const own = facts[language] ?? [];
    const content = own.map(({ sentence }) => sentence).join('\n\n');
    using persona = await index.persona('Zéphyrine Okonkwo', [{ title: 'Zéphyrine', content }]);
    const ask = async (question: string, { value }: PersonFact): Promise<Outcome> => {
      const { response, answer_type } = await persona.ask(question);
      const isRight = response.includes(value);
      return {
        verdict: isRight ? 'right' : answer_type === 'no_answer' ? 'silent' : 'beside',
        isClean: isRight && own.every((other) => other.value === value || !response.includes(other.value)),
        response,
      };
    };
    for (const [n, fact] of own.entries())
      cases.push({
        language,
        fact,
        isTuned: n < TUNED,
        you: await ask(fact.you, fact),
        self: await ask(fact.self, fact),
      });
  }
  return cases;
}
