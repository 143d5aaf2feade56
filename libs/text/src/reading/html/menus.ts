import { isBlank } from '../text-builder.ts';
import { hiddenElements } from './elements.ts';
import { attributeOf, isElement, isText, type Element } from './nodes.ts';

const roles = /^(?:navigation|search|contentinfo|menu|menubar)$/i;
const menuNames =
  /(?:^|[-_ ])(?:nav|navbar|navigation|menu|submenu|sidebar|breadcrumbs?|pagination|pager|toc|widget|share|sharing|social|related|recent|archives?|tags?|categories|cookies?|footer|masthead|skip)(?:$|[-_ ])/i;
const MENU_SHARE = 0.6;

/**
 * Whether an element is a menu: it says so, or is called so and holds little but links, or links nowhere but
 * to places on the page.
 */
export function isMenu(element: Element): boolean {
  const isList = element.tagName === 'ul' || element.tagName === 'ol';
  if (element.attrs.length === 0 && !isList) return false;
  const attribute = (name: string): string => attributeOf(element, name) ?? '';
  if (roles.test(attribute('role'))) return true;
  const isNamed = menuNames.test(`${attribute('class')} ${attribute('id')}`);
  if (!isNamed && !isList) return false;
  const { all, linked, within } = linksIn(element);
  return linked > 0 && ((isNamed && linked >= all * MENU_SHARE) || (isList && within === all));
}

interface Links {
  /** Characters of text, those in links, and those in links to places on the page. */
  all: number;
  linked: number;
  within: number;
}

/** An element whose links have been counted: once, however deep menus stand in menus. */
interface Counted extends Element {
  links?: Links;
}

/** Counts what is inside before what holds it. */
function linksIn(element: Counted): Links {
  const left: Counted[] = element.links ? [] : [element];
  for (const one of left)
    for (const node of one.childNodes)
      if (isElement(node) && (node as Counted).links === undefined) left.push(node);
  for (let n = left.length - 1; n >= 0; n--) countLinks(left[n] as Counted);
  return element.links as Links;
}

function countLinks(element: Counted): void {
  const counts: Links = { all: 0, linked: 0, within: 0 };
  const href = element.tagName === 'a' ? attributeOf(element, 'href') : undefined;
  for (const node of element.childNodes) {
    if (isText(node)) counts.all += shownIn(node.value);
    const inner = isElement(node) && !hiddenElements.has(node.tagName) ? (node as Counted).links : undefined;
    if (!inner) continue;
    counts.all += inner.all;
    counts.linked += inner.linked;
    counts.within += inner.within;
  }
  if (href !== undefined) counts.linked = counts.all;
  if (href?.startsWith('#')) counts.within = counts.all;
  element.links = counts;
}

const SPACE = 0x20;

/** Characters that are no blanks. */
function shownIn(text: string): number {
  let shown = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if ((unit > SPACE && unit < 0x80) || !isBlank(unit)) shown++;
  }
  return shown;
}
