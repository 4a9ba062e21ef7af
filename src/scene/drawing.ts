import { displayText } from './displayText';
import type { Provenance } from '../model/provenance';
import type { Box, SceneEdge, SceneElement } from './scene';

type Source = SceneEdge['provenance'];

/** Collects what is drawn, in drawing order. */
export class Drawing {
  readonly elements: SceneElement[] = [];
  readonly edges: SceneEdge[] = [];

  add(element: Omit<SceneElement, 'flags' | 'texts'> & Partial<SceneElement>): void {
    const { name, address } = element;
    this.elements.push({
      flags: [],
      texts: [],
      ...element,
      name: displayText(name),
      ...(address === undefined ? {} : { address: displayText(address) }),
    });
  }

  connect(edge: Omit<SceneEdge, 'flags'> & Partial<SceneEdge>): void {
    this.edges.push({ flags: [], ...edge });
  }
}

export function box(x: number, y: number, width: number, height: number): Box {
  return { x, y, width, height };
}

/** Spread into an element: a property only where there is a value. */
export function maybe<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

export function unknownSource(reason: string): Source {
  return { kind: 'unknown', reason };
}

export function certaintyOf(
  source: Provenance | { readonly kind: 'unknown' },
): SceneElement['certainty'] {
  return source.kind;
}
