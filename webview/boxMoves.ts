import type { LayoutWish } from '../src/protocol/messages';
import { connectWished, layoutWished } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { Direction } from '../src/scene/moveInLayout';
import type { Scene } from '../src/scene/scene';
import { BoxDrag } from './boxDrag';
import type { CytoscapeGraph } from './cytoscapeGraph';
import { fillTemplate } from './fillTemplate';
import type { Host } from './vscodeApi';

export interface BoxMovesOptions {
  readonly strings: WebviewStrings;
  readonly host: Host;
  readonly graph: CytoscapeGraph;
  readonly scene: () => Scene | undefined;
  readonly selection: () => readonly string[];
  readonly started: () => void;
  readonly select: (ids: readonly string[]) => void;
  readonly announce: (text: string) => void;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Moving boxes by pointer and by key, and taking moves back. The extension lays out; what came of it is said. */
export class BoxMoves {
  readonly #options: BoxMovesOptions;
  readonly #drag: BoxDrag;

  constructor(options: BoxMovesOptions) {
    this.#options = options;
    const { strings, host, announce } = options;
    this.#drag = new BoxDrag({
      ...options,
      moved: (ids, by) => void this.#move({ kind: 'by', ids, by }, ids.length),
      connected: (container, network) => host.rpc.notify(connectWished, { container, network }),
      framed: (ids) => {
        options.select(ids);
        announce(fillTemplate(strings.selectedCount, String(ids.length)));
      },
    });
  }

  get layer(): HTMLElement {
    return this.#drag.element;
  }

  get isDragging(): boolean {
    return this.#drag.isDragging;
  }

  /** True when the key was one of these. */
  onKey(event: KeyboardEvent): boolean {
    const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
    const isTyping = target instanceof HTMLInputElement;
    if (!(ctrlKey || metaKey) || altKey || isTyping) return false;
    const { strings, selection } = this.#options;
    const letter = key.toLowerCase();
    const direction = directions[key];
    if (letter === 'y' || (letter === 'z' && shiftKey)) {
      void this.#wish({ kind: 'redo' }, strings.redone, strings.nothingToRedo);
    } else if (letter === 'z') {
      void this.#wish({ kind: 'undo' }, strings.undone, strings.nothingToUndo);
    } else if (direction !== undefined && shiftKey) {
      const ids = selection();
      void this.#move({ kind: 'step', ids, to: direction }, ids.length);
    } else return false;
    return true;
  }

  async #move(wish: LayoutWish, count: number): Promise<void> {
    const { strings } = this.#options;
    await this.#wish(wish, fillTemplate(strings.moved, String(count)), strings.moveNothing);
  }

  async #wish(wish: LayoutWish, done: string, nothing: string): Promise<void> {
    const { host, announce } = this.#options;
    try {
      const answer = await host.rpc.request(layoutWished, wish);
      announce(answer.done ? done : nothing);
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
  }
}
