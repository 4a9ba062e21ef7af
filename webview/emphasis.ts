import { litPath } from '../src/protocol/litPath';
import type { Scene } from '../src/scene/scene';
import type { CytoscapeGraph } from './cytoscapeGraph';
import { relatedToAll } from './relatedElements';

/**
 * What stays lit while the rest is dimmed. The card's element comes first, then what was searched for,
 * then the path of a trace, then what a firewall rule is about.
 */
export class Emphasis {
  readonly #graph: Pick<CytoscapeGraph, 'emphasise'>;
  #scene: Scene | undefined;
  #pointed: string | undefined;
  #found: readonly string[] | undefined;
  #path: readonly string[] | undefined;
  #highlighted: readonly string[] | undefined;

  constructor(graph: Pick<CytoscapeGraph, 'emphasise'>) {
    this.#graph = graph;
  }

  setScene(scene: Scene | undefined): void {
    this.#scene = scene;
    this.#show();
  }

  /** The element the pointer or the keyboard rests on. */
  point(id: string | undefined): void {
    this.#pointed = id;
    this.#show();
  }

  find(ids: readonly string[] | undefined): void {
    this.#found = ids;
    this.#show();
  }

  /** The path of a trace, or one step of it. */
  light(ids: readonly string[] | undefined): void {
    this.#path = ids;
    this.#show();
  }

  highlight(ids: readonly string[] | undefined): void {
    this.#highlighted = ids;
    this.#show();
  }

  /** Elements and wires of the trace or rule, whatever the pointer rests on. */
  get path(): readonly string[] | undefined {
    if (this.#scene === undefined) return undefined;
    if (this.#path !== undefined) return [...litPath(this.#scene, this.#path)];
    return this.#highlighted && [...relatedToAll(this.#scene, this.#highlighted)];
  }

  #show(): void {
    this.#graph.emphasise(this.#scene && this.#lit(this.#scene));
  }

  #lit(scene: Scene): ReadonlySet<string> | undefined {
    if (this.#pointed !== undefined) return relatedToAll(scene, [this.#pointed]);
    if (this.#found !== undefined) return relatedToAll(scene, this.#found);
    if (this.#path !== undefined) return litPath(scene, this.#path);
    return this.#highlighted && relatedToAll(scene, this.#highlighted);
  }
}
