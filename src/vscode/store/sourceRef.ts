import { engineSpec, type EngineSpec } from './engineSpec';

/** What a graph or a root of the tree shows. `uri` is a `vscode.Uri` as text. */
export type SourceRef = EngineRef | ComposeRef | SnapshotRef;

export interface EngineRef {
  readonly kind: 'engine';
  /** Which of the further engines; absent: the one that is chosen. */
  readonly engine?: EngineSpec;
}

export interface ComposeRef {
  readonly kind: 'compose';
  /** The compose file; of a configured project, the workspace folder. */
  readonly uri: string;
  /** Id of a project in the folder's settings. */
  readonly project?: string;
}

export interface SnapshotRef {
  readonly kind: 'snapshot';
  readonly uri: string;
}

/** What a graph shows: a source, or every engine in a frame of its own. */
export type GraphRef = SourceRef | FramesRef;

export interface FramesRef {
  readonly kind: 'frames';
}

export const framesRef: FramesRef = { kind: 'frames' };

/** One text for one source, also what a restored panel finds in its state. */
export type SourceKey = string;

/** The engine that is chosen. */
export const engineRef: EngineRef = { kind: 'engine' };

export function sourceKey(ref: SourceRef): SourceKey {
  if (ref.kind === 'engine') return ref.engine === undefined ? 'engine' : `engine:${ref.engine}`;
  const key = `${ref.kind}:${ref.uri}`;
  // A URI as text has no fragment here: a "#" in a path is written as its code.
  return ref.kind === 'compose' && ref.project !== undefined
    ? `${key}#${encodeURIComponent(ref.project)}`
    : key;
}

/** One text for one graph: its source's key, or that of no source. */
export function graphKey(ref: GraphRef): SourceKey {
  return ref.kind === 'frames' ? 'frames' : sourceKey(ref);
}

export function parseGraphKey(key: unknown): GraphRef | undefined {
  return key === 'frames' ? framesRef : parseSourceKey(key);
}

/** Longer than any path a file system takes. */
const maxKeyLength = 8192;

/** `undefined` for anything that is no key; keys come back from the webview's state, which is foreign. */
export function parseSourceKey(key: unknown): SourceRef | undefined {
  if (typeof key !== 'string' || key.length > maxKeyLength) return undefined;
  if (key === 'engine') return engineRef;
  if (key.startsWith('engine:')) {
    const engine = key.slice('engine:'.length);
    return engineSpec(engine) === engine ? { kind: 'engine', engine } : undefined;
  }
  const match = /^(compose|snapshot):(\w[\w+.-]*:[^#]+)(?:#(.+))?$/.exec(key);
  if (match === null) return undefined;
  const [, kind, uri = '', encoded] = match;
  const project = encoded === undefined ? undefined : decoded(encoded);
  if (kind === 'snapshot') return encoded === undefined ? { kind: 'snapshot', uri } : undefined;
  if (encoded === undefined) return { kind: 'compose', uri };
  return project === undefined ? undefined : { kind: 'compose', uri, project };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
