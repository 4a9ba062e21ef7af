import type { Direction } from '../src/scene/moveInLayout';
import type { Scene } from '../src/scene/scene';
import type { CytoscapeGraph } from './cytoscapeGraph';
import { elementBeside } from './spatialMove';

export interface CanvasKeysOptions {
  readonly graph: CytoscapeGraph;
  readonly scene: () => Scene | undefined;
  readonly selection: () => readonly string[];
  readonly fit: () => void;
  /** The selection came to an element; `opens`: its card is asked for. */
  readonly chosen: (id: string, opens: boolean) => void;
  readonly opened: (id: string) => void;
  /** Without an id nothing is selected. */
  readonly menuAsked: (id: string | undefined) => void;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

const panStep = 80;

/**
 * The drawing by keyboard: arrows go from box to box, with Shift they move the view; plus, minus and 0
 * zoom; Enter pins the card, with Ctrl it goes to the source; Shift+F10 opens the menu, without a
 * selection that of the picture.
 */
export function listenToCanvasKeys(options: CanvasKeysOptions): void {
  options.graph.container.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey) return;
    if (!act(event, options)) return;
    event.preventDefault();
  });
}

function act(event: KeyboardEvent, options: CanvasKeysOptions): boolean {
  const { graph } = options;
  const { key, shiftKey, ctrlKey } = event;
  const [current] = options.selection().slice(-1);
  const direction = directions[key];
  if (direction !== undefined && ctrlKey) return false;
  if (direction !== undefined) {
    if (shiftKey) pan(graph, direction);
    else step(options, current, direction);
    return true;
  }
  switch (key) {
    case '+':
    case '=':
      graph.zoomBy(1);
      return true;
    case '-':
      graph.zoomBy(-1);
      return true;
    case '0':
      options.fit();
      return true;
    case 'Enter':
    case ' ':
      if (current === undefined) return false;
      if (ctrlKey) options.opened(current);
      else options.chosen(current, true);
      return true;
    case 'ContextMenu':
    case 'F10':
      if (key === 'F10' && !shiftKey) return false;
      options.menuAsked(current);
      return true;
    default:
      return false;
  }
}

function step(
  { graph, scene, chosen }: CanvasKeysOptions,
  current: string | undefined,
  to: Direction,
): void {
  const shown = scene();
  const next = shown && elementBeside(shown, current, to);
  if (next === undefined) return;
  chosen(next.id, false);
  graph.reveal(next.id);
}

function pan(graph: CytoscapeGraph, to: Direction): void {
  const {
    pan: { x, y },
    zoom,
  } = graph.viewport;
  const by = { left: [panStep, 0], right: [-panStep, 0], up: [0, panStep], down: [0, -panStep] };
  const [dx = 0, dy = 0] = by[to];
  graph.show({ pan: { x: x + dx, y: y + dy }, zoom });
}
