import './styles/panel.css';
import './styles/outline.css';
import './styles/card.css';
import './styles/toolbar.css';
import './styles/search.css';
import './styles/filter.css';
import './styles/drag.css';
import './styles/minimap.css';
import './styles/sidePanel.css';
import './styles/firewall.css';
import './styles/trace.css';
import {
  firewallShown,
  metricsChanged,
  ready,
  sceneChanged,
  selectionChanged,
  traceChanged,
} from '../src/protocol/messages';
import { lookRequested, pngRequested } from '../src/protocol/pictureMessages';
import { measureFonts } from './fontMetrics';
import { copiesImages, drawPng } from './exportPicture';
import { GraphPanel } from './graphPanel';
import { exposeTestHook } from './testHook';
import { drawingAspect } from './shownParts';
import { observeTheme, readTheme } from './theme';
import { readViewState } from './viewState';
import { connectHost } from './vscodeApi';

const host = connectHost(readViewState);
const theme = readTheme();
const metrics = measureFonts(theme.fonts);

/** What arrives before the strings are there waits for the panel, in order. */
const panel = host.rpc
  .request(ready, {
    metrics,
    aspect: drawingAspect(window.innerWidth, window.innerHeight, host.state()),
  })
  .then(({ strings, restoreKey }) => {
    if (restoreKey !== undefined) host.keep({ restoreKey });
    const made = new GraphPanel(appRoot(), host, strings, theme);
    exposeTestHook(made.graph);
    return made;
  });

panel.catch((error: unknown) => (appRoot().textContent = String(error)));

/** What is to be gone to waits for the first picture: it may come before, while the page of a graph is made anew. */
const drawn = new Promise<GraphPanel>((resolve) => {
  host.rpc.on(
    sceneChanged,
    (update) =>
      void panel.then((shown) => {
        shown.update(update);
        if (update.scene !== undefined) resolve(shown);
      }),
  );
});
host.rpc.on(
  selectionChanged,
  ({ ids, reveal }) => void drawn.then((shown) => shown.select(ids, reveal)),
);
host.rpc.on(traceChanged, ({ trace }) => void drawn.then((shown) => shown.showTrace(trace)));
host.rpc.on(firewallShown, () => void panel.then((shown) => shown.showFirewall()));

host.rpc.handle(lookRequested, async () => {
  const lit = (await panel).litPath;
  return {
    theme: readTheme(),
    copiesImages: copiesImages(),
    ...(lit === undefined ? {} : { lit }),
  };
});
host.rpc.handle(pngRequested, drawPng);

let sentMetrics = JSON.stringify(metrics);
observeTheme((changed) => {
  void panel.then((shown) => shown.restyle(changed));
  const measured = measureFonts(changed.fonts);
  if (JSON.stringify(measured) === sentMetrics) return;
  sentMetrics = JSON.stringify(measured);
  host.rpc.notify(metricsChanged, { metrics: measured });
});

function appRoot(): HTMLElement {
  const root = document.getElementById('app');
  if (root === null) throw new Error('the page has no element with the id "app"');
  return root;
}
