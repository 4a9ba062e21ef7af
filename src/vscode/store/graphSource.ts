import type { GraphStatus } from '../../protocol/messages';
import type { Declared } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { Drift } from '../../topology/compareTopologies';
import type { Listening } from '../signal';
import type { SourceRef } from './sourceRef';

/** What one source has to show right now. */
export interface SourceView {
  /** The last good one; absent while there was none. */
  readonly topology?: Topology;
  readonly status: GraphStatus;
  /** Where files and what runs differ, when the topology shows both. */
  readonly drift?: Drift;
}

/** One thing that a graph can show: an engine, a compose file, a snapshot. */
export interface GraphSource {
  readonly ref: SourceRef;
  /** Name of its graph, for the panel's tab. */
  readonly title: string;
  view(): SourceView;
  /** Where its files write an element down; absent where the topology alone knows. */
  placeOf?(sceneId: string): Declared | undefined;
  readonly onDidChange: (listener: () => void) => Listening;
  /** Reads again; never rejects, what went wrong is in the view. */
  refresh(): Promise<void>;
}
