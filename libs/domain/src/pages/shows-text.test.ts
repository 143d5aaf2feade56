import { describe, expect, test } from 'vitest';
import { showsText } from './shows-text.ts';

describe('showsText', () => {
  test.each([
    '\u200b',
    '\u3164 \u2800',
    '<p></p>',
    '<!-- x -->',
    '<!-- x',
    '&nbsp;',
    '<p>&#160;&#x200B;</p>',
    '<img src="a.png" alt="a picture">',
    '<o:p></o:p>',
    '<script>let a = 1;</script><style>p { color: red }',
    '<!DOCTYPE html><html><head><title>A title</title></head><body></body></html>',
    '---\ntitle: A title\ntags:\n  - lamp\n---\n\n<br>',
    '---\r\ntitle: A title\r\n---',
    '… — !',
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
    '<p',
  ])('something: %j', (content) => {
    expect(showsText(content)).toBe(true);
  });

  test.each(['<', '<!', '</', '&', '<a ', '<script>', '<script ', '<!-- -->', '<br>', '&nbsp;', '- ', '🙂'])(
    'megabytes of %j take no longer than reading them',
    (part) => {
      const long = part.repeat((4 * 1024 * 1024) / part.length);
      showsText(long);
      showsText(`<a ${long}`);
      showsText(`---\n${long}`);
    },
  );
});
