import type { SyntaxNode } from '@lezer/common';

/** Links and bold, which Markdown does not know amid HTML and people write there all the same. */
const inlineMarks =
  /!?\[([^\][]{1,300})\]\([^()\s]{1,500}(?:[ \t]+"[^"\n]{0,200}")?\)|(?<![*\w])\*\*(?=\S)([^*]{1,300})(?<=\S)\*\*(?![*\w])/g;

/**
 * The text of an HTML block with the marks blanked that stand in it: those a quote puts before each line, and
 * those of Markdown.
 */
export function withoutMarks(node: SyntaxNode, source: string): string {
  const html = source.slice(node.from, node.to);
  const isCode = /<(?:pre|code|script|style|textarea)\b/i.test(html);
  const blanked = isCode
    ? html
    : html.replace(inlineMarks, (found, label: string | undefined, bold: string | undefined) => {
        const shown = label ?? bold ?? '';
        const before = found.indexOf(shown, found.startsWith('!') ? 2 : 1);
        return found.startsWith('!')
          ? ' '.repeat(found.length)
          : ' '.repeat(before) + shown + ' '.repeat(found.length - before - shown.length);
      });
  let result = '';
  let last = 0;
  for (const mark of node.getChildren('QuoteMark')) {
    const [from, to] = [mark.from - node.from, mark.to - node.from];
    result += blanked.slice(last, from) + ' '.repeat(to - from);
    last = to;
  }
  return result + blanked.slice(last);
}
