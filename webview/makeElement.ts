type Attributes = Readonly<Record<string, string | undefined>>;

/** An HTML element with attributes and children. Strings become text, never markup. */
export function makeElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const svg = 'http://www.w3.org/2000/svg';

/** A drawing of lines in the current colour, for the eye only. `paths` are SVG path data with an optional class. */
export function makeDrawing(
  size: { readonly width: number; readonly height: number },
  paths: readonly { readonly d: string; readonly class?: string }[],
): SVGSVGElement {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('class', 'drawing');
  drawing.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  drawing.setAttribute('width', String(size.width));
  drawing.setAttribute('height', String(size.height));
  drawing.setAttribute('aria-hidden', 'true');
  for (const { d, class: name } of paths) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('d', d);
    if (name !== undefined) path.setAttribute('class', name);
    drawing.append(path);
  }
  return drawing;
}
