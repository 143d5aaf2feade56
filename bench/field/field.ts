import { rounded } from '../table.ts';
import { createFieldIndex } from './ask.ts';
import { fieldPages, type FieldPage } from './cases.ts';
import type { Fact } from './facts.ts';
import { judge, type Judgement, type Verdict } from './judge.ts';

export interface Judged extends Judgement {
  page: FieldPage;
  fact: Fact;
  response: string;
}

export interface FieldOptions {
  layout?: string | undefined;
  language?: string | undefined;
  /** Print each case that is not answered right and clean. */
  verbose?: boolean | undefined;
}

const VERDICTS: readonly Verdict[] = ['right', 'echoed', 'wrong', 'silent', 'misattributed'];

/** Asks for every asked fact of each page; a page is all that its persona knows. */
export async function judgePages(pages: readonly FieldPage[]): Promise<Judged[]> {
  await using index = createFieldIndex();
  const judged: Judged[] = [];
  for (const page of pages) {
    using persona = await index.persona(page.language.persona, [page]);
    for (const fact of page.asked) {
      const answered = await persona.ask(fact.ask);
      judged.push({ page, fact, response: answered.response, ...judge(page, fact, answered) });
    }
  }
  return judged;
}

/**
 * The same facts in many layouts and languages, asked plainly: what share is answered right, and what becomes
 * of the others.
 */
export async function runFieldBench({ layout, language, verbose }: FieldOptions) {
  const judged = await judgePages(
    fieldPages({ ...(layout !== undefined && { layout }), ...(language !== undefined && { language }) }),
  );
  if (verbose) for (const one of judged) if (!isClean(one)) console.log(describeCase(one));
  return {
    'Field: layouts': table(judged, 'layout', ({ page }) => page.layout.name),
    'Field: groups': table(judged, 'group', ({ page }) => page.layout.group),
    'Field: languages': table(judged, 'language', ({ page }) => page.language.code),
    'Field: persons': table(judged, 'person', ({ fact }) => fact.person),
    'Field: all': table(judged, 'cases', () => 'all'),
  };
}

/** Shares of answers that are right, and of those that are clean: right and nothing else. */
export function sharesOf(judged: readonly Judged[]): { right: number; clean: number } {
  const share = (is: (one: Judged) => boolean) => judged.filter(is).length / judged.length;
  return { right: share(({ verdict }) => verdict === 'right'), clean: share(isClean) };
}

const isClean = ({ verdict, withQuestion, withOthers }: Judged): boolean =>
  verdict === 'right' && !withQuestion && !withOthers;

/** A case with its page, for reading. */
export function describeCase({ page, fact, response, verdict, withQuestion, withOthers }: Judged): string {
  const { layout, language, title, content } = page;
  return [
    `\n── ${verdict}${withQuestion ? ', repeats the question' : ''}${withOthers ? ', other rows too' : ''}: ${layout.name} · ${language.code} · ${fact.id} ──`,
    `# ${title}\n${content}`,
    `> ${fact.ask}`,
    `< ${response}`,
  ].join('\n');
}

function table(
  judged: readonly Judged[],
  column: string,
  keyOf: (one: Judged) => string,
): Record<string, string | number>[] {
  return [...Map.groupBy(judged, keyOf)].map(([key, list]) => {
    const percent = (is: (one: Judged) => boolean) => rounded((100 * list.filter(is).length) / list.length);
    return {
      [column]: key,
      n: list.length,
      ...Object.fromEntries(
        VERDICTS.map((verdict) => [`${verdict} %`, percent((one) => one.verdict === verdict)]),
      ),
      'clean %': percent(isClean),
      'repeats question %': percent(({ withQuestion }) => withQuestion),
      'other rows too %': percent(({ withOthers }) => withOthers),
    };
  });
}
