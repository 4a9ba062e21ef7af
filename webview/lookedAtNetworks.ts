/** The view settles before the extension is told what is looked at. */
const settleMs = 150;

/** Tells which networks are looked at from near, when that changed and matters. */
export class LookedAtNetworks {
  #told = '[]';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly inView: () => readonly string[],
    private readonly tell: (networks: readonly string[]) => void,
  ) {}

  /** After the view moved, or after another scene came. */
  moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), settleMs);
  }

  #look(): void {
    const networks = this.inView().slice(0, 200);
    const text = JSON.stringify(networks);
    if (text === this.#told) return;
    this.#told = text;
    this.tell(networks);
  }
}
