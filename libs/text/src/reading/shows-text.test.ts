import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPage } from './read-page.ts';
import { findText, showsText } from './shows-text.ts';

describe('showsText', () => {
  test.each([
    '\u200b',
    '\u3164 \u2800',
    '<p></p>',
    '<!-- x -->',
    '&nbsp;',
    '<p>&#160;&#x200B;</p>',
    '<img src="a.png" alt="a picture">',
    '<o:p></o:p>',
    '<script>let a = 1;</script><style>p { color: red }</style>',
    '<!DOCTYPE html><html><head><title>A title</title></head><body></body></html>',
    '---\ntitle: A title\ntags:\n  - lamp\n---\n\n<br>',
    '---\r\ntitle: A title\r\n---',
    '… — !',
    // What only a reading of the whole page can tell.
    '![](harbour.png)\n\n![](quay.png)',
    '[lamp]: https://example.org/lamp\n[quay]: https://example.org/quay',
    "import Chart from './chart'\n\n<Chart />",
    'WEBVTT\n\n',
    '<?php include "header.php"; ?>',
    '{{< gallery dir="harbour" >}}',
  ])('nothing: %j', (content) => {
    expect(showsText(content)).toBe(false);
  });

  test.each([
    'a',
    '7',
    '灯',
    'a < b',
    '<3',
    '<p>x</p>',
    '<!-- x --> y',
    '<https://example.org>',
    '<mailto:ann@example.org>',
    '&eacute;',
    '<p>&#1078;</p>',
    '`<div>`',
    'Put it between <script> and <style>.',
    '---\ntitle: A title\n---\nThe page.',
    '---\nHello world\n---',
    '![The harbour at noon](harbour.png)',
    '{"name": "Ada"}',
    '1\n00:00:01,000 --> 00:00:02,000\nHello',
  ])('something: %j', (content) => {
    expect(showsText(content)).toBe(true);
  });

  test('a long page without a word shows nothing either, however long its scripts', () => {
    const script = `<script>${'let word = "some words";\n'.repeat(10_000)}</script>`;
    expect(
      showsText(`<!doctype html><html><head>${script}</head><body><div id="app"></div></body></html>`),
    ).toBe(false);
    expect(showsText(`<div></div>${script}<p>A word</p>`)).toBe(true);
    expect(showsText(`# \n\n${'![](a.png)\n'.repeat(50_000)}`)).toBe(true);
  });

  test('it is what the reading says, whatever a short page is made of', () => {
    const part = fc.constantFrom(
      ...'a|Words, some.|7|\n|\n\n| |# |---|---\n|title: A\n|<p>|</p>|<!-- |-->|<script>|</script>|<svg>|</svg>|<title>|</title>|<br>|<head>|</head>|[a]|[a]: http://b|![](c.png)|(d)|`|```\n|{|}|{{< x >}}|&nbsp;|&amp;|import a from "b"\n|export const c = 1\n|WEBVTT\n|00:01.000 --> 00:02.000\n|, |;|\t|: |<?php|?>|"|\u200b|<textarea>|</textarea>|<noscript>'.split(
        '|',
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const content = parts.join('');
        const { warnings } = readPage(content);
        expect(showsText(content)).toBe(!warnings.includes('no_text'));
        // What was learnt on the way is what a reading would say.
        expect(findText(content)?.warnings ?? warnings).toEqual(warnings);
      }),
      { numRuns: 3_000 },
    );
  });

  test('a page that had to be read for it tells what its reading warns of; one that had not tells nothing', () => {
    const gallery = '![](quay.png)\n'.repeat(4);
    expect(findText(`${gallery}Quay`)).toEqual({ content: `${gallery}Quay`, warnings: ['gallery'] });
    expect(findText(`Quay\n\n${gallery}`)).toEqual({ content: `Quay\n\n${gallery}` });
    expect(findText(gallery)).toBeUndefined();
  });

  test.each([
    '<',
    '<!',
    '</',
    '&',
    '<a ',
    '<script>',
    '<script ',
    '<!-- -->',
    '<svg><svg></svg>',
    '<br>',
    '&nbsp;',
    '- ',
    '🙂',
  ])('megabytes of %j take no longer than reading them', (part) => {
    const long = part.repeat((4 * 1024 * 1024) / part.length);
    showsText(long);
    showsText(`<a ${long}`);
    showsText(`---\n${long}`);
  });
});
