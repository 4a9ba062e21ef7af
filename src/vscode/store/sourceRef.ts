/** What a graph or a root of the tree shows. `uri` is a `vscode.Uri` as text. */
export type SourceRef =
  | { readonly kind: 'engine' }
  | { readonly kind: 'compose'; readonly uri: string }
  | { readonly kind: 'snapshot'; readonly uri: string };

/** One text for one source, also what a restored panel finds in its state. */
export type SourceKey = string;

export const engineRef: SourceRef = { kind: 'engine' };

export function sourceKey(ref: SourceRef): SourceKey {
  return ref.kind === 'engine' ? 'engine' : `${ref.kind}:${ref.uri}`;
}

/** Longer than any path a file system takes. */
const maxKeyLength = 8192;

/** `undefined` for anything that is no key; keys come back from the webview's state, which is foreign. */
export function parseSourceKey(key: unknown): SourceRef | undefined {
  if (typeof key !== 'string' || key.length > maxKeyLength) return undefined;
  if (key === 'engine') return engineRef;
  const match = /^(compose|snapshot):(\w[\w+.-]*:.+)$/.exec(key);
  if (match === null) return undefined;
  const [, kind, uri = ''] = match;
  return { kind: kind === 'compose' ? 'compose' : 'snapshot', uri };
}
