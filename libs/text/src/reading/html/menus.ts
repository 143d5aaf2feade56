import { isBlank } from '../text-builder.ts';
import { hiddenElements } from './elements.ts';
import { attributeOf, descendants, isElement, isText, type Element } from './nodes.ts';

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

const links = new WeakMap<Element, Links>();

/** Counted once for each element, however deep menus stand in menus: what is inside before what holds it. */
function linksIn(element: Element): Links {
  const known = links.get(element);
  if (known) return known;
  const inside = [element, ...descendants(element).filter(isElement)];
  return inside
    .toReversed()
    .map((one) => links.get(one) ?? countLinks(one))
    .at(-1) as Links;
}

function countLinks(element: Element): Links {
  const counts: Links = { all: 0, linked: 0, within: 0 };
  const href = element.tagName === 'a' ? attributeOf(element, 'href') : undefined;
  for (const node of element.childNodes) {
    if (isText(node)) counts.all += shownIn(node.value);
    const inner = isElement(node) && !hiddenElements.has(node.tagName) ? links.get(node) : undefined;
    if (!inner) continue;
    counts.all += inner.all;
    counts.linked += inner.linked;
    counts.within += inner.within;
  }
  if (href !== undefined) counts.linked = counts.all;
  if (href?.startsWith('#')) counts.within = counts.all;
  links.set(element, counts);
  return counts;
}

/** Characters that are no blanks. */
function shownIn(text: string): number {
  let shown = 0;
  for (let at = 0; at < text.length; at++) if (!isBlank(text.charCodeAt(at))) shown++;
  return shown;
}
