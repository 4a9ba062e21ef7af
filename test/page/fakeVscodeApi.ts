// Stands in for what VS Code puts into a webview's page: its API, its theme and its messages.
// Runs in the page. The kept state outlives a reload, as in VS Code.
import type { TestHook } from '../../webview/testHook';
import type { PageTheme } from './themes';

/** What tests call in the page. */
export interface FakeVscode {
  readonly deliver: (message: string) => void;
  readonly state: () => Readonly<Record<string, unknown>> | null;
  readonly setTheme: (theme: PageTheme) => void;
  /** Colours (`red,green,blue`) of the drawing and on how many pixels, the commonest first. */
  readonly ink: () => readonly (readonly [colour: string, pixels: number])[];
  /** Of the content security policy, by directive. */
  readonly violations: readonly string[];
}

declare global {
  var acquireVsCodeApi: () => unknown;
  /** The test's end of the wire. */
  var toExtension: (message: string) => Promise<void>;
  var initialTheme: PageTheme;
  var fakeVscode: FakeVscode;
  // The panel's own, declared here because its sources are not part of the tests' program.
  var __vethscopeGraph: TestHook | undefined;
}

const commonest = 40;

function keptState(): Readonly<Record<string, unknown>> | null {
  return JSON.parse(sessionStorage.getItem('state') ?? 'null') as Readonly<
    Record<string, unknown>
  > | null;
}

function setTheme({ kind, variables }: PageTheme): void {
  document.body.className = kind;
  for (const [name, value] of Object.entries(variables)) {
    document.documentElement.style.setProperty(`--vscode-${name}`, value);
  }
}

function ink(): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const drawing of document.querySelectorAll<HTMLCanvasElement>('.canvas canvas')) {
    for (const colour of coloursOf(drawing)) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, commonest);
}

function* coloursOf(drawing: HTMLCanvasElement): Iterable<string> {
  const { width, height } = drawing;
  const copy = new OffscreenCanvas(width, height).getContext('2d');
  if (copy === null || width === 0 || height === 0) return;
  copy.drawImage(drawing, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 0) yield `${data[at]},${data[at + 1]},${data[at + 2]}`;
  }
}

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  violations.push(`${violatedDirective} ${blockedURI}`),
);

globalThis.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => void globalThis.toExtension(JSON.stringify(message)),
  getState: () => keptState() ?? undefined,
  setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
});
globalThis.fakeVscode = {
  deliver: (message) => postMessage(JSON.parse(message), '*'),
  state: keptState,
  setTheme,
  ink,
  violations,
};
setTheme(globalThis.initialTheme);
