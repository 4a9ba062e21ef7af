import type { UnreadFile } from '../../compose/composeRequest';
import type { ComposeProject } from '../../model/composeProject';
import type { Topology } from '../../model/topology';
import { compareTopologies, type Drift } from '../../topology/compareTopologies';
import { mergeDrift } from '../../topology/mergeDrift';
import { planTopology } from '../../topology/planTopology';

/**
 * What is shown of a project: its plan, made for the engine when one was read; or, when it is compared,
 * the plan and what runs in one.
 */
export class ComposePicture {
  readonly #engine: () => Topology | undefined;
  #project: ComposeProject | undefined;
  #unread: readonly UnreadFile[] = [];
  #planned: Topology | undefined;
  #shown: Topology | undefined;
  #drift: Drift | undefined;
  #isCompared = false;

  /** @param engine the last good reading of the engine */
  constructor(engine: () => Topology | undefined) {
    this.#engine = engine;
  }

  /** The plan alone, whose facts have their places in the files. */
  get planned(): Topology | undefined {
    return this.#planned;
  }

  get shown(): Topology | undefined {
    return this.#shown;
  }

  /** Where files and what runs differ; absent while nothing is compared. */
  get drift(): Drift | undefined {
    return this.#drift;
  }

  get isCompared(): boolean {
    return this.#isCompared;
  }

  setProject(project: ComposeProject, unread: readonly UnreadFile[]): void {
    this.#project = project;
    this.#unread = unread;
    this.redraw();
  }

  compare(on: boolean): void {
    this.#isCompared = on;
    this.redraw();
  }

  /** The engine was read again. */
  redraw(): void {
    if (this.#project === undefined) return;
    const engine = this.#engine();
    const planned = withUnread(
      planTopology(this.#project, engine === undefined ? {} : { engine }),
      this.#unread,
    );
    const compared = this.#isCompared ? engine : undefined;
    this.#planned = planned;
    this.#drift = compared && compareTopologies(planned, compared);
    this.#shown = compared === undefined ? planned : mergeDrift(planned, compared);
  }
}

function withUnread(topology: Topology, unread: readonly UnreadFile[]): Topology {
  if (unread.length === 0) return topology;
  const missing = unread.map(({ file, reason }) => ({ part: file, reason }));
  return { ...topology, missing: [...topology.missing, ...missing] };
}
