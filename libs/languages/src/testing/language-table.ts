import { isAbsent, type LanguagePack } from '../language-pack.ts';

const HEAD = `# Languages

<!-- Made of libs/languages/src by its test; rewrite it with: UPDATE=1 npx vitest run libs/languages -->

What is known of each language, one file each: \`libs/languages/src/<code>.ts\`. \`language-pack.ts\` says what each column means.
A text in any other language is still stored, found and quoted: its words are compared as they are written, and a persona that has no
answer says so in English.
`;

/** Fields that every language has, so they are not listed as abilities. */
const given = new Set(['code', 'name', 'script', 'traits', 'ownLetters', 'distinctiveLetters']);

/** Renders the languages with their abilities as a page of Markdown. */
export function languageTable(languages: readonly LanguagePack[]): string {
  const sorted = languages.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const abilities = Object.keys(languages[0] ?? {}).filter((field) => !given.has(field));
  const has = (pack: LanguagePack, ability: string) => !isAbsent(Reflect.get(pack, ability));
  const count = (ability: string) => String(languages.filter((pack) => has(pack, ability)).length);
  const rows = [
    ['language', 'code', 'script', 'traits', ...abilities.map(inWords)],
    Array.from({ length: abilities.length + 4 }, () => '--'),
    ...sorted.map((pack) => [
      pack.name,
      pack.code,
      pack.script,
      pack.traits.join(', '),
      ...abilities.map((ability) => (has(pack, ability) ? '✓' : '')),
    ]),
    [`**${languages.length}**`, '', '', '', ...abilities.map(count)],
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${HEAD}\n${table}\n\n## What is missing, and why\n\n${gaps(sorted, abilities).join('\n')}\n`;
}

/** Renders one line for the abilities that the same languages lack for the same reason. */
function gaps(languages: readonly LanguagePack[], abilities: readonly string[]): string[] {
  const lines = new Map<string, string[]>();
  for (const ability of abilities) {
    const lacking = languages.flatMap((pack) => {
      const value: unknown = Reflect.get(pack, ability);
      return isAbsent(value) ? [{ name: pack.name, reason: value.absent }] : [];
    });
    for (const [reason, packs] of Map.groupBy(lacking, (one) => one.reason)) {
      const key = `${reason}: ${packs.map(({ name }) => name).join(', ')}.`;
      lines.set(key, [...(lines.get(key) ?? []), inWords(ability)]);
    }
  }
  return Array.from(lines, ([rest, lacked]) => `- **${lacked.join(', ')}**: ${rest}`);
}

/** `backReferences` → "back references". */
const inWords = (field: string): string =>
  field.replace(/\p{Lu}/gu, (capital) => ` ${capital.toLowerCase()}`);
