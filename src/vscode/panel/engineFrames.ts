import { frameNames, parseFramedId } from '../../scene/frameIds';
import { Signal } from '../signal';
import type { Engines, KnownEngine } from '../store/engines';
import type { SourceKey } from '../store/sourceRef';
import type { EngineFrameView } from './engineFrameView';
import type { FrameChoice } from './frameChoice';

/** The frames of a graph of several engines: one for each that is worth one and is not left out. */
export class EngineFrames {
  readonly #engines: Engines;
  readonly #choice: FrameChoice;
  readonly #make: (name: string, known: KnownEngine) => EngineFrameView;
  readonly #changed = new Signal<void>();
  readonly #listening: readonly { dispose(): void }[];
  #all: readonly EngineFrameView[] = [];

  constructor(
    engines: Engines,
    choice: FrameChoice,
    make: (name: string, known: KnownEngine) => EngineFrameView,
  ) {
    this.#engines = engines;
    this.#choice = choice;
    this.#make = make;
    this.#renew();
    const changed = () => {
      this.#renew();
      this.#changed.fire();
    };
    this.#listening = [engines.onDidChange(changed), choice.onDidChange(changed)];
  }

  /** Which there are, or what one of them says. */
  readonly onDidChange = this.#changed.event;

  /** In the order of the settings. */
  get all(): readonly EngineFrameView[] {
    return this.#all;
  }

  get leftOut(): number {
    return this.#engines.shown.length - this.#all.length;
  }

  /** The frame an element of the whole picture is in, and its id there. */
  find(id: string): { readonly view: EngineFrameView; readonly id: string } | undefined {
    const parsed = parseFramedId(id);
    const view = parsed && this.#all.find(({ name }) => name === parsed.frame);
    return view && { view, id: parsed.id };
  }

  of(source: SourceKey): EngineFrameView | undefined {
    return this.#all.find(({ known }) => known.key === source);
  }

  /** What an engine is called beside the others. */
  label(view: EngineFrameView): string {
    const isSame = ({ title }: EngineFrameView) => title === view.title;
    return this.#all.filter(isSame).length > 1 ? view.longTitle : view.title;
  }

  dispose(): void {
    for (const one of this.#listening) one.dispose();
    this.#changed.dispose();
  }

  /** Those that stay keep what they know, and their names whoever else is left out. */
  #renew(): void {
    const { shown } = this.#engines;
    const names = frameNames(shown.map(({ key }) => key));
    this.#all = shown.flatMap((known, index) => {
      if (this.#choice.isLeftOut(known.key)) return [];
      const name = names[index] ?? known.key;
      const before = this.#all.find((view) => view.known === known && view.name === name);
      return before ?? this.#make(name, known);
    });
  }
}
