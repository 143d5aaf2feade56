import type { Lexer, Token, Tokens } from 'marked';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

/** Loaded with the first page that is read: its tables take as long as a list of pages. */
let loaded: typeof Lexer | undefined;

/** A place in the content that is shown marked. */
export interface Place {
  start: number;
  end: number;
}

/**
 * A page as its author wrote it: Markdown as nodes, never as HTML; what looks like HTML is shown as it is. A
 * place is marked where it stands in the content, whatever marks are in between.
 */
export function Marked({ content, place }: { content: string; place?: Place | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  const isHtml = /^\s*<(?:!doctype|html|head|body|article|main|div|p|h[1-6])\b/i.test(content);
  const [lexer, setLexer] = useState(loaded && { Lexer: loaded });
  useEffect(() => {
    if (isHtml || lexer) return;
    void import('marked').then(
      ({ Lexer }) => setLexer({ Lexer: (loaded = Lexer) }),
      // Where it can't be had, the source is what there is to read.
      () => {},
    );
  }, [isHtml, lexer]);
  const tokens = useMemo(
    () => (isHtml || !lexer ? undefined : new lexer.Lexer({ gfm: true }).lex(content)),
    [content, lexer],
  );
  useEffect(
    () => box.current?.querySelector('mark')?.scrollIntoView({ block: 'center' }),
    [content, place, tokens],
  );
  const writer = createWriter(place);
  return (
    <div ref={box} class={tokens ? 'reader prose' : 'reader'} dir="auto">
      {tokens ? writer.blocks(tokens, 0, content) : writer.text(content, 0)}
    </div>
  );
}

/** Writes tokens as nodes; `at` is always the place in the content where the source of a token begins. */
function createWriter(place: Place | undefined) {
  const text = (raw: string, at: number): ComponentChildren => {
    if (!place || place.end <= at || place.start >= at + raw.length) return raw;
    const [from, to] = [Math.max(0, place.start - at), Math.min(raw.length, place.end - at)];
    return (
      <>
        {raw.slice(0, from)}
        <mark data-quote>{raw.slice(from, to)}</mark>
        {raw.slice(to)}
      </>
    );
  };

  /** Each token with the place where its source begins; sources follow one another within `source`. */
  const placed = <T extends { raw: string }>(
    tokens: readonly T[],
    at: number,
    source: string,
  ): [T, number][] => {
    let from = 0;
    return tokens.map((token) => {
      const found = source.indexOf(token.raw, from);
      // Where the lexer changed the source (indented lists), the nearest place is taken.
      const begins = found < 0 ? from : found;
      from = begins + (found < 0 ? 0 : token.raw.length);
      return [token, at + begins];
    });
  };

  const inline = (tokens: readonly Token[], at: number, source: string): ComponentChildren =>
    placed(tokens, at, source).map(([token, begins], n) => {
      const inner = () => inline((token as Tokens.Strong).tokens ?? [], begins, token.raw);
      switch (token.type) {
        case 'strong':
          return <strong key={n}>{inner()}</strong>;
        case 'em':
          return <em key={n}>{inner()}</em>;
        case 'del':
          return <del key={n}>{inner()}</del>;
        case 'codespan':
          return <code key={n}>{text(token.raw.replaceAll('`', ''), begins + 1)}</code>;
        case 'br':
          return <br key={n} />;
        case 'link':
          return /^https?:/i.test((token as Tokens.Link).href) ? (
            <a key={n} href={(token as Tokens.Link).href} target="_blank" rel="noreferrer">
              {inner()}
            </a>
          ) : (
            inner()
          );
        case 'image':
          return (token as Tokens.Image).text;
        case 'text':
          return (token as Tokens.Text).tokens ? inner() : text((token as Tokens.Text).raw, begins);
        case 'escape':
          return text((token as Tokens.Escape).text, begins + 1);
        default:
          return text(token.raw, begins);
      }
    });

  const blocks = (tokens: readonly Token[], at: number, source: string): ComponentChildren =>
    placed(tokens, at, source).map(([token, begins], n) => {
      const inner = () => inline((token as Tokens.Paragraph).tokens ?? [], begins, token.raw);
      switch (token.type) {
        case 'space':
          return null;
        case 'heading': {
          // The title of the box is the heading of the first level.
          const Heading = `h${Math.min(6, (token as Tokens.Heading).depth + 2)}` as 'h3';
          return <Heading key={n}>{inner()}</Heading>;
        }
        case 'paragraph':
          return <p key={n}>{inner()}</p>;
        case 'text':
          return <p key={n}>{(token as Tokens.Text).tokens ? inner() : text(token.raw, begins)}</p>;
        case 'blockquote':
          return (
            <blockquote key={n}>{blocks((token as Tokens.Blockquote).tokens, begins, token.raw)}</blockquote>
          );
        case 'code':
          return (
            <pre key={n}>
              <code>{text(token.raw, begins)}</code>
            </pre>
          );
        case 'hr':
          return <hr key={n} />;
        case 'list': {
          const { ordered, items, start } = token as Tokens.List;
          const rows = placed(items, begins, token.raw).map(([item, from], index) => (
            <li key={index}>{blocks(item.tokens, from, item.raw)}</li>
          ));
          return ordered ? (
            <ol key={n} start={Number(start) || 1}>
              {rows}
            </ol>
          ) : (
            <ul key={n}>{rows}</ul>
          );
        }
        case 'table': {
          const { header, rows } = token as Tokens.Table;
          let from = 0;
          const cell = ({ text: said, tokens: inside }: Tokens.TableCell) => {
            const found = token.raw.indexOf(said, from);
            if (found >= 0) from = found + said.length;
            return inline(inside, begins + Math.max(found, 0), said);
          };
          return (
            <div key={n} class="table-box">
              <table>
                <thead>
                  <tr>
                    {header.map((one, index) => (
                      <th key={index}>{cell(one)}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row, index) => (
                    <tr key={index}>
                      {row.map((one, column) => (
                        <td key={column}>{cell(one)}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }
        default:
          return <p key={n}>{text(token.raw, begins)}</p>;
      }
    });
  return { text, blocks };
}
