import type {
  ChainView,
  FindingView,
  FirewallAnswer,
  FirewallView,
  RuleView,
  TableView,
} from '../src/scene/firewallView';
import type { WebviewStrings } from '../src/protocol/strings';
import { sourceText } from './cardContent';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';
import { makeSidePanel } from './sidePanel';

export interface FirewallPanelOptions {
  readonly strings: WebviewStrings;
  readonly request: () => Promise<FirewallAnswer | undefined>;
  /** Shows in the drawing what a rule is about, and goes there when `reveals`; `undefined` ends it. */
  readonly highlight: (elements: readonly string[] | undefined, reveals: boolean) => void;
  readonly announce: (text: string) => void;
  readonly close: () => void;
}

/** Chains with more rules are folded, and their rules are only made when they are unfolded. */
const unfolded = 40;

/** Every chain of the host's packet filter, with what each rule does; a rule highlights what it is about. */
export class FirewallPanel {
  readonly element: HTMLElement;
  readonly #options: FirewallPanelOptions;
  readonly #content = makeElement('div', { class: 'firewall-content' });
  /** The text of the answer that is shown: a refresh that changes nothing touches nothing. */
  #shown: string | undefined;
  #chosen: HTMLElement | undefined;
  /** What each button is about, by scene id. */
  readonly #about = new WeakMap<HTMLElement, readonly string[]>();
  readonly #folds = new Map<string, boolean>();
  #asked = 0;

  constructor(options: FirewallPanelOptions) {
    this.#options = options;
    const { strings } = options;
    this.element = makeSidePanel(
      {
        name: 'firewall',
        title: strings.firewall,
        closeTitle: strings.closeFirewall,
        close: () => options.close(),
      },
      makeElement('p', { class: 'hint' }, strings.firewallHint),
      this.#content,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#chosen !== undefined) {
        this.release();
        event.stopPropagation();
      }
    });
  }

  /** Asks for the rules as they are now. Where the reader is, and what was folded, stays. */
  async refresh(): Promise<void> {
    const { strings, request } = this.#options;
    const asked = ++this.#asked;
    try {
      const answer = await request();
      if (asked === this.#asked) this.#show(answer);
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#shown = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.#content.replaceChildren(
        makeElement('p', { role: 'alert' }, fillTemplate(strings.firewallFailed, reason)),
      );
    }
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  /** Ends the highlighting. */
  release(): void {
    if (this.#chosen === undefined) return;
    this.#chosen.setAttribute('aria-pressed', 'false');
    this.#chosen = undefined;
    this.#options.highlight(undefined, false);
  }

  #show(answer: FirewallAnswer | undefined): void {
    const text = JSON.stringify(answer ?? null);
    if (text === this.#shown) return;
    this.#shown = text;
    const focused = this.#keyOf(document.activeElement);
    const pressed = this.#keyOf(this.#chosen);
    const scrolled = this.element.scrollTop;
    this.#chosen = undefined;
    this.#content.replaceChildren(...this.#answer(answer));
    this.element.scrollTop = scrolled;
    if (focused !== undefined) this.#find(focused)?.focus({ preventScroll: true });
    if (pressed === undefined) return;
    const chosen = this.#find(pressed);
    // Nobody chose it now: the view stays, and nothing is read out.
    if (chosen === undefined) this.#options.highlight(undefined, false);
    else this.#press(chosen, false);
  }

  #press(button: HTMLElement, reveals: boolean): void {
    this.#chosen = button;
    button.setAttribute('aria-pressed', 'true');
    this.#options.highlight(this.#about.get(button), reveals);
  }

  #answer(answer: FirewallAnswer | undefined): readonly HTMLElement[] {
    const { strings } = this.#options;
    if (answer === undefined) return [makeElement('p', {}, strings.loading)];
    if (answer.kind === 'unknown') {
      const text = fillTemplate(strings.firewallUnknown, answer.reason, answer.settledBy);
      return [makeElement('p', {}, text)];
    }
    return this.#view(answer.view);
  }

  #view({ source, findings, tables }: FirewallView): readonly HTMLElement[] {
    const { strings } = this.#options;
    return [
      makeElement('p', { class: 'source' }, sourceText(source, strings)),
      ...(findings.length === 0
        ? []
        : [
            makeElement('h3', {}, strings.firewallFindings),
            makeElement('ul', { class: 'findings' }, ...findings.map((one) => this.#finding(one))),
          ]),
      ...tables.map((table) => this.#table(table)),
    ];
  }

  #finding({ severity, sentence, nextStep, elements }: FindingView): HTMLElement {
    const { strings } = this.#options;
    const names = {
      error: strings.severityError,
      warning: strings.severityWarning,
      information: strings.severityInformation,
    };
    const button = this.#choice(`finding ${sentence}`, `finding ${severity}`, elements, sentence, [
      makeElement('span', { class: 'severity' }, names[severity]),
      makeElement('span', {}, sentence),
      makeElement('span', { class: 'hint' }, nextStep),
    ]);
    return makeElement('li', {}, button);
  }

  #table({ title, chains }: TableView): HTMLElement {
    return makeElement(
      'section',
      {},
      makeElement('h3', {}, title),
      ...chains.map((chain) => this.#chain(title, chain)),
    );
  }

  #chain(table: string, chain: ChainView): HTMLElement {
    const { strings } = this.#options;
    const key = `${table} ${chain.name}`;
    const count = fillTemplate(strings.firewallRules, String(chain.rules.length));
    const summary = makeElement(
      'summary',
      { 'data-key': key },
      makeElement('span', { class: 'name' }, chain.name),
      ' ',
      makeElement('span', { class: 'hint' }, [count, chain.entry].filter(Boolean).join('; ')),
    );
    const details = makeElement('details', {}, summary);
    const fill = () => {
      if (!details.open || details.childElementCount > 1 || chain.rules.length === 0) return;
      details.append(makeElement('ol', {}, ...chain.rules.map((rule) => this.#rule(key, rule))));
    };
    details.open =
      this.#folds.get(key) ?? (chain.rules.length > 0 && chain.rules.length <= unfolded);
    fill();
    details.addEventListener('toggle', () => {
      this.#folds.set(key, details.open);
      fill();
    });
    return details;
  }

  #rule(chain: string, rule: RuleView): HTMLElement {
    const { strings } = this.#options;
    const { owner, sentence, text, count, understood, elements, index } = rule;
    const foreign = owner !== 'docker' && owner !== 'podman';
    const marks = [
      ...(foreign ? [strings.firewallOwner[owner]] : []),
      ...(understood ? [] : [strings.firewallNotUnderstood]),
      ...(count === undefined ? [] : [count]),
    ];
    const button = this.#choice(
      `${chain} ${index} ${text}`,
      `rule${foreign ? ' foreign' : ''}${understood ? '' : ' not-understood'}`,
      elements,
      sentence,
      [
        makeElement('span', { class: 'sentence' }, sentence),
        makeElement('span', { class: 'mono' }, text),
        ...(marks.length === 0 ? [] : [makeElement('span', { class: 'marks' }, marks.join(' · '))]),
      ],
    );
    return makeElement('li', { value: String(index) }, button);
  }

  /** A button that highlights what it is about, or ends that. */
  #choice(
    key: string,
    kind: string,
    elements: readonly string[],
    sentence: string,
    content: readonly HTMLElement[],
  ): HTMLElement {
    const { strings, announce } = this.#options;
    const button = makeElement(
      'button',
      { type: 'button', class: `choice ${kind}`, 'aria-pressed': 'false', 'data-key': key },
      ...content,
    );
    this.#about.set(button, elements);
    button.addEventListener('click', () => {
      const again = this.#chosen === button;
      this.release();
      if (again) return;
      this.#press(button, true);
      const template =
        elements.length === 0 ? strings.firewallNothing : strings.firewallHighlighted;
      announce(fillTemplate(template, sentence));
    });
    return button;
  }

  #keyOf(element: Element | null | undefined): string | undefined {
    if (!(element instanceof HTMLElement) || !this.#content.contains(element)) return undefined;
    return element.dataset['key'];
  }

  #find(key: string): HTMLElement | undefined {
    const all = this.#content.querySelectorAll<HTMLElement>('[data-key]');
    return [...all].find((element) => element.dataset['key'] === key);
  }
}
