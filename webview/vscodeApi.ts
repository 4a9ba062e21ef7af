import { webviewFailed } from '../src/protocol/messages';
import { Rpc } from '../src/protocol/rpc';
import type { ViewState } from './viewState';
import { readViewState } from './viewState';

/** The webview's end of the wire, and what it keeps over being hidden. */
export interface Host {
  readonly rpc: Rpc;
  readonly state: () => ViewState;
  /** Merges into the kept state. */
  readonly keep: (change: ViewState) => void;
}

const longestReport = 4000;

/** To be called once: VS Code gives its API to a page one time only. */
export function connectHost(): Host {
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

  let state = readViewState(api.getState());
  const keep = (change: ViewState) => {
    state = { ...state, ...change };
    api.setState(state);
  };
  return { rpc, state: () => state, keep };
}
