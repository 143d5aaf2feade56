type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | boolean | ((event: never) => void)>;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. A function is a listener, `true` an attribute without a value. No text is read as markup,
 * so nothing here is a sink of Trusted Types.
 */
export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value as (event: Event) => void);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** A drawing of 24 × 24 in the colour of the text, which says nothing to those who do not see it. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
