import type { CytoscapeGraph } from './cytoscapeGraph';
import type { Host } from './vscodeApi';

/** Scrolling and zooming settle before the view is kept. */
const keepDelayMs = 200;

/**
 * What part of the picture is in view: all of it until the user moves it, then that part, over resizes,
 * reloads and restarts.
 */
export class ViewKeeper {
  readonly #graph: CytoscapeGraph;
  readonly #host: Host;
  #isPlaced = false;
  /** Whether the view is what fitting gave. */
  #isFitted = true;
  #isFitting = false;
  #size = { width: 0, height: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(graph: CytoscapeGraph, host: Host) {
    this.#graph = graph;
    this.#host = host;
  }

  /** Once there is a picture and room for it: a panel may get its first scene while it is hidden. */
  placeFirst(): void {
    const { clientWidth, clientHeight } = this.#graph.container;
    if (this.#isPlaced || clientWidth === 0) return;
    this.#isPlaced = true;
    this.#size = { width: clientWidth, height: clientHeight };
    const { viewport, fitted = viewport === undefined } = this.#host.state();
    this.#graph.resize();
    if (fitted || viewport === undefined) this.fit();
    else this.#graph.show(viewport);
    this.#isFitted = fitted;
  }

  /** Another picture: all of it is in view again, unless the user looks at a part. */
  refit(): void {
    if (this.#isPlaced && this.#isFitted) this.fit();
  }

  fit(): void {
    this.#isFitting = true;
    this.#graph.fit();
    this.#isFitting = false;
    this.#isFitted = true;
    this.#keep();
  }

  /** What was fitted is fitted again; else what was in the middle stays there. */
  resized(): void {
    const { clientWidth: width, clientHeight: height } = this.#graph.container;
    this.#graph.resize();
    if (!this.#isPlaced || width === 0 || height === 0) return;
    const before = this.#size;
    // Told twice: what moved the view meanwhile goes on.
    if (width === before.width && height === before.height) return;
    this.#size = { width, height };
    if (this.#isFitted) {
      this.fit();
      return;
    }
    const { pan, zoom } = this.#graph.viewport;
    const x = pan.x + (width - before.width) / 2;
    const y = pan.y + (height - before.height) / 2;
    this.#graph.show({ pan: { x, y }, zoom });
  }

  /** The user, or what the user asked for, moved the view. */
  moved(): void {
    if (!this.#isPlaced) return;
    if (!this.#isFitting) this.#isFitted = false;
    this.#keep();
  }

  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#host.keep({ viewport: this.#graph.viewport, fitted: this.#isFitted }),
      keepDelayMs,
    );
  }
}
