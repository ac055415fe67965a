type Child = Node | string | null | false | undefined;
type Properties = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

/**
 * Makes an element. Properties that are functions become listeners of that event, `false` and null
 * leave an attribute out. Text is never parsed as markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Draws lines on a square of side 24, in the colour of the text around it. */
export function icon(...paths: string[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2.2',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const d of paths) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** Ownvoice's mark: a ring, open where the tick leaves it. scripts/draw_icons.mjs draws the same. */
export const mark = () => icon('M15.3 6.3A6.6 6.6 0 1 0 18.6 12', 'M9.2 10.4l2.5 4 7.7-9.6');
export const cross = () => icon('M6.5 6.5l11 11', 'M17.5 6.5l-11 11');
export const tick = () => icon('M5.5 12.5l4.3 4.5 8.7-10');
export const back = () => icon('M9 7l-4.5 4.5L9 16', 'M5 11.5h9a5 5 0 0 1 0 10h-2');
