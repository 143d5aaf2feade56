import { readLanguages, type Fact, type Language } from './facts.ts';
import { dated } from './layouts/dated.ts';
import { faq } from './layouts/faq.ts';
import { interviews } from './layouts/interviews.ts';
import { labels } from './layouts/labels.ts';
import type { Layout } from './layouts/layout.ts';
import { prose } from './layouts/prose.ts';

/** One page of a persona in one layout, and the facts that are asked for. */
export interface FieldPage {
  layout: Layout;
  language: Language;
  title: string;
  content: string;
  facts: readonly Fact[];
  asked: readonly Fact[];
}

export const layouts: readonly Layout[] = [...prose, ...faq, ...interviews, ...labels, ...dated];

/** Facts of a page at most, so that there are neighbours to be taken for the right one. */
const MAX_FACTS = 9;

/** Every page of the bench, or those of one layout or language. */
export function fieldPages(only: { layout?: string; language?: string } = {}): FieldPage[] {
  const languages = readLanguages();
  const chosenLayouts = layouts.filter(({ name }) => only.layout === undefined || name === only.layout);
  const chosenLanguages = languages.filter(
    ({ code }) => only.language === undefined || code === only.language,
  );
  if (chosenLayouts.length === 0)
    throw new Error(
      `There is no layout "${only.layout}"; there are: ${layouts.map(({ name }) => name).join('; ')}.`,
    );
  if (chosenLanguages.length === 0)
    throw new Error(
      `There is no language "${only.language}"; there are: ${languages.map(({ code }) => code).join(', ')}.`,
    );
  return chosenLayouts.flatMap((layout) => chosenLanguages.flatMap((language) => pagesOf(layout, language)));
}

function pagesOf(layout: Layout, language: Language): FieldPage[] {
  const fitting = language.facts.filter((fact) => layout.fits?.(fact) ?? true);
  const lists = [
    ...parts(fitting.filter(({ price }) => !price)),
    ...parts(fitting.filter(({ price }) => price)),
  ];
  return lists.flatMap((facts) => {
    const asked = facts.filter((fact) => layout.asked?.(fact) ?? true);
    if (asked.length === 0) return [];
    const title = facts.every(({ price }) => price) ? language.pricesTitle : language.title;
    return [{ layout, language, title, content: layout.write(facts, language), facts, asked }];
  });
}

/** A list in as few equal parts as pages need. */
function parts(facts: readonly Fact[]): Fact[][] {
  const size = Math.ceil(facts.length / Math.ceil(facts.length / MAX_FACTS));
  const lists: Fact[][] = [];
  for (let at = 0; at < facts.length; at += size) lists.push(facts.slice(at, at + size));
  return lists;
}
