import { Parser, type DefaultTreeAdapterMap } from 'parse5';
import { describe, expect, test } from 'vitest';
import { descendants, isElement, isText, type Node } from './nodes.ts';
import { parseHtml, piecesOf } from './parse-html.ts';

const pages: readonly (readonly [name: string, html: string])[] = [
  ['words and blanks', '<!doctype html><body><p>One  two\n three </p> four'],
  ['text of a table and beside its cells', '<body><table> a <tr> b <td> c d <p>e f</table> g h'],
  ['line ends of Windows', '<body>\r\n<pre>\r\n\r\n a\r\n b</pre>\r\nc \rd'],
  ['character references', '<body>&amp; a &lt;&#32;b&nbsp; c &copy d &notit; R&D &#10;\r\n e'],
  ['characters beyond the first plane, halves, zeros', '<body>a 😀 b \ud800 c \udc00 d \0 e'],
  [
    'raw text',
    '<title>a &amp; b\r\n</title><style>p > a\n{}</style><script>a < b && c\0</script><textarea>\n a b',
  ],
  ['foreign elements', '<body><svg><text> a b\0 </text><![CDATA[ c d ]]></svg><math><mi> e f </mi></math>'],
  ['before and behind the body', ' \n<html> \n<head> <meta> \n x y</head><body> a </body> \n z </html> \n w'],
  ['framesets and selections', '<body> <select> a <option> b c</select><frameset>'],
  [
    'attributes and comments',
    `<body><a href="a&amp;b\r\n c" title='x " y\0' class=z class="again"><!-- a - b -- <!-- c\r\n 😀 --><b id="1" id='2'>t`,
  ],
  ['a long text', `<body>${'word\n'.repeat(30_000)}<b>x</b> y`],
];

const textsOf = (nodes: readonly Node[]): string[] =>
  nodes.flatMap((node) =>
    [node, ...descendants(node)].map((one) => {
      if (isText(one)) return one.value;
      if (isElement(one))
        return [one.tagName, ...one.attrs.map(({ name, value }) => `${name}=${value}`)].join(' ');
      return 'data' in one ? one.data : one.nodeName;
    }),
  );

describe('text that is read by the run', () => {
  test.each(pages)("%s: the tree is that of the parser's own tokenizer", (_name, html) => {
    const own = new Parser<DefaultTreeAdapterMap>({ scriptingEnabled: false });
    own.tokenizer.write(html, true);
    expect(textsOf(parseHtml(html, true))).toEqual(textsOf(own.document.childNodes));
  });

  test.each(pages)('%s: a fragment too', (_name, html) => {
    const own = Parser.getFragmentParser<DefaultTreeAdapterMap>(null, { scriptingEnabled: false });
    own.tokenizer.write(html, true);
    expect(textsOf(parseHtml(html, false))).toEqual(textsOf(own.getFragment().childNodes));
  });

  test.each(pages)('%s: pieces are in order and hold the whole text', (_name, html) => {
    for (const root of parseHtml(html, true))
      for (const node of [root, ...descendants(root)].filter(isText)) {
        const pieces = piecesOf(node);
        expect(pieces.map(({ from, to, text }) => text ?? html.slice(from, to)).join('')).toBe(node.value);
        for (const [n, { from }] of pieces.entries())
          if (n > 0) expect(from).toBeGreaterThanOrEqual(pieces[n - 1]?.to ?? 0);
      }
  });
});
