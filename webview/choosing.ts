import { elementSelected } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import { cardSpeech } from './cardContent';
import type { CytoscapeGraph } from './cytoscapeGraph';
import type { Emphasis } from './emphasis';
import { fillTemplate } from './fillTemplate';
import type { FirewallPanel } from './firewallPanel';
import type { HoverCard } from './hoverCard';
import type { Outline } from './outline';
import type { Host } from './vscodeApi';

export interface ChoosingOptions {
  readonly strings: WebviewStrings;
  readonly host: Host;
  readonly graph: CytoscapeGraph;
  readonly outline: Outline;
  readonly card: HoverCard;
  readonly emphasis: Emphasis;
  readonly firewall: FirewallPanel;
  /** Of a scene id, what it is in one sentence; empty when it is not in the scene. */
  readonly describe: (id: string) => string;
  readonly announce: (text: string) => void;
}

/** What is selected, whoever selected it: drawing, outline, keys, search or the extension. */
export class Choosing {
  #selection: readonly string[];

  constructor(private readonly options: ChoosingOptions) {
    this.#selection = options.host.state().selection ?? [];
  }

  get selection(): readonly string[] {
    return this.#selection;
  }

  /** Marks it; nobody is told. */
  mark(ids: readonly string[], reveal: boolean): void {
    const { host, graph, outline } = this.options;
    this.#selection = ids;
    host.keep({ selection: ids });
    graph.mark(ids);
    outline.mark(ids, reveal);
  }

  /** The user selected. */
  choose(ids: readonly string[]): void {
    this.options.firewall.release();
    this.mark(ids, true);
    this.options.host.rpc.notify(elementSelected, { ids });
  }

  /** The selection ends. */
  nothing(): void {
    if (this.#selection.length === 0) return;
    this.choose([]);
    this.options.announce(this.options.strings.selectedNothing);
  }

  inDrawing(id: string | undefined, adding: boolean): void {
    const { card } = this.options;
    if (!adding) {
      this.choose(id === undefined ? [] : [id]);
      if (id === undefined) card.hide();
      else void card.pin(id);
      return;
    }
    if (id === undefined) return;
    const others = this.#selection.filter((other) => other !== id);
    const isOn = others.length < this.#selection.length;
    card.hide();
    this.choose(isOn ? others : [...others, id]);
  }

  async inOutline(id: string): Promise<void> {
    this.options.graph.reveal(id);
    await this.byKey(id, true);
  }

  /** Selects and says what; `opens`: with the card, which is read out. */
  async byKey(id: string, opens: boolean): Promise<void> {
    const { card, describe, announce, strings } = this.options;
    this.choose([id]);
    if (!opens) {
      card.hide();
      card.point(id);
      announce(describe(id));
      return;
    }
    const pinned = await card.pin(id);
    announce(pinned ? cardSpeech(pinned) : fillTemplate(strings.selected, describe(id)));
  }

  /** What the search found, and which of it the user is at. */
  showFound(found: readonly string[] | undefined, current: string | undefined): void {
    const { card, emphasis, graph } = this.options;
    // What is found and not drawn is no reason to dim all that is.
    emphasis.find(found?.length === 0 ? undefined : found);
    if (current === undefined) return;
    card.hide();
    this.mark([current], true);
    graph.centre(current);
  }

  /** What the search came to is chosen, unless the user chose something else meanwhile. */
  leaveSearch(current: string | undefined): void {
    if (current !== undefined && this.#selection.includes(current)) this.choose([current]);
  }
}
