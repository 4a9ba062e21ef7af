import { webviewFailed } from '../src/protocol/messages';
import { Rpc } from '../src/protocol/rpc';
import type { ViewState } from './viewState';

/** The webview's end of the wire, and what it keeps over being hidden. */
export interface Host<S = ViewState> {
  readonly rpc: Rpc;
  readonly state: () => S;
  /** Merges into the kept state. */
  readonly keep: (change: Partial<S>) => void;
}

const longestReport = 4000;

/**
 * To be called once: VS Code gives its API to a page one time only.
 * @param read the kept state, which may come from another version
 * @param stored the state as JSON
 */
export function connectHost<S>(
  read: (kept: unknown) => S,
  stored: (state: S) => unknown = (state) => state,
): Host<S> {
  const api = acquireVsCodeApi();
  const rpc = new Rpc(
    (message) => api.postMessage(message),
    (message) => report(message),
  );
  const report = (message: string) =>
    rpc.notify(webviewFailed, { message: message.slice(0, longestReport) });
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => rpc.receive(data));
  window.addEventListener('error', ({ message }) => report(message));
  window.addEventListener('unhandledrejection', ({ reason }) => report(String(reason)));

  let state = read(api.getState());
  const keep = (change: Partial<S>) => {
    state = { ...state, ...change };
    api.setState(stored(state));
  };
  return { rpc, state: () => state, keep };
}
