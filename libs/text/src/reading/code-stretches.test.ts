import { expect, test } from 'vitest';
import { codeIn, withoutCode } from './code-stretches.ts';

test.each([
  ['a fence', 'a\n```js\nb\n```\nc', ['```js\nb\n```']],
  ['a fence in a list in a quote', '> 1. ~~~~\n> b\n> ~~~~\nc', ['> 1. ~~~~\n> b\n> ~~~~']],
  ['a fence without an end', 'a\n\n  ```\nb', ['  ```\nb']],
  ['marks in a line are no fence', 'a ``` b ``` c ~~~ d', ['``` b ```']],
  ['a span', 'a `b` ``c ` d`` `e', ['`b`', '``c ` d``']],
  ['a span ends with its paragraph', 'a `b\n\nc` d', []],
  ['an element', 'a <pre class="x">b <b>c</b></PRE> d', ['<pre class="x">b <b>c</b>']],
  ['an element without an end', '<code>a `b` <code>c', ['`b`']],
  ['a formula', 'a $$b < c$$ d $e$', ['$$b < c$$']],
  ['a letter that is two in lower case', 'İİİ <code>a</code> b', ['<code>a']],
])('%s', (_name, source, code) => {
  expect(codeIn(source).map(({ start, end }) => source.slice(start, end))).toEqual(code);
  expect(withoutCode(source).length).toBe(source.length - code.join('').length);
});
