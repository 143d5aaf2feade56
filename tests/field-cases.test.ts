import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createFieldIndex, type AskedPage, type Answered } from '../bench/field/ask.ts';

/** A page as somebody wrote it, a question, and what an answer must be like. */
interface FieldCase {
  name: string;
  kind: string;
  /** Where it waits for other work: how questions are read. */
  issue?: 'asking';
  /** What `{{filler}}` in the pages stands for. */
  filler?: { text: string; times: number };
  pages: AskedPage[];
  question: string;
  /** `contains`: all of them; `silent`: not answered from the pages. */
  expect: { contains?: string[]; equals?: string; lacks?: string[]; silent?: true };
}

const file = path.join(import.meta.dirname, 'field', 'cases.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as FieldCase[];

/**
 * Not answered right yet; one that comes right turns this red. The four English words of the table are taken
 * for Danish, of which "dog" is a function word.
 */
const OPEN: ReadonlySet<string> = new Set(['cr-only-line-ends: table']);

describe('answers from pages as people write them', () => {
  const index = createFieldIndex();
  afterAll(() => index[Symbol.asyncDispose]());

  test.for(cases.filter(({ issue }) => issue === undefined))('$kind: $name', async (one) => {
    using persona = await index.persona(
      'Tobias',
      one.pages.map((page) => filled(page, one.filler)),
    );
    const answered = await persona.ask(one.question);
    const isOpen = OPEN.has(`${one.kind}: ${one.name}`);
    expect(isRight(answered, one.expect), answered.response).toBe(!isOpen);
  });
});

function filled({ title, content }: AskedPage, filler: FieldCase['filler']): AskedPage {
  return { title, content: content.replace('{{filler}}', () => filler?.text.repeat(filler.times) ?? '') };
}

function isRight({ response, answer_type }: Answered, wanted: FieldCase['expect']): boolean {
  if (wanted.silent) return answer_type === 'no_answer';
  const text = response.replaceAll(/\s+/g, ' ').trim();
  return (
    answer_type === 'grounded' &&
    (wanted.equals === undefined || text === wanted.equals) &&
    (wanted.contains ?? []).every((part) => text.includes(part)) &&
    !(wanted.lacks ?? []).some((part) => text.includes(part))
  );
}
