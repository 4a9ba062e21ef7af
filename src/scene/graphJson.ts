import type { Box, Scene, SceneEdge, SceneElement } from './scene';

/** What `vethscope graph --format json` prints: the scene without how it is drawn. */
export interface GraphJson {
  readonly format: 'vethscope-scene/1';
  readonly elements: readonly GraphJsonElement[];
  readonly edges: readonly GraphJsonEdge[];
}

export interface GraphJsonElement {
  readonly id: string;
  readonly kind: SceneElement['kind'];
  /** The engine's id of what is drawn; a published port carries its container's. */
  readonly ref: string;
  readonly name: string;
  readonly address?: string;
  readonly parent?: string;
  readonly box: Box;
}

export type GraphJsonEdge = Pick<SceneEdge, 'id' | 'kind' | 'from' | 'to' | 'provenance'>;

export function graphJson({ format, elements, edges }: Scene): GraphJson {
  return {
    format,
    elements: elements.map(({ id, kind, ref, name, address, parent, box }) => ({
      id,
      kind,
      ref,
      name,
      ...(address === undefined ? {} : { address }),
      ...(parent === undefined ? {} : { parent }),
      box,
    })),
    edges: edges.map(({ id, kind, from, to, provenance }) => ({ id, kind, from, to, provenance })),
  };
}
