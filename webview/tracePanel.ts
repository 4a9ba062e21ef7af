import type { ChosenFix, TraceAction } from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { TraceFix, TracePuzzle, TraceStep, TraceView } from '../src/scene/traceView';
import { fillTemplate } from './fillTemplate';
import { makeElement } from './makeElement';
import { makeSidePanel } from './sidePanel';

export interface TracePanelOptions {
  readonly strings: WebviewStrings;
  /** Lights up elements of the drawing and dims the rest; `undefined` ends it. */
  readonly light: (elements: readonly string[] | undefined) => void;
  readonly announce: (text: string) => void;
  readonly choose: (action: TraceAction, fix?: ChosenFix) => void;
}

/** One connection in plain words: the verdict, what decides it, hop by hop there and back, and what would fix it. */
export class TracePanel {
  readonly element: HTMLElement;
  readonly #options: TracePanelOptions;
  readonly #content = makeElement('div', { class: 'trace-content' });
  #trace: TraceView | undefined;
  #shown: string | undefined;

  constructor(options: TracePanelOptions) {
    this.#options = options;
    const { strings } = options;
    this.element = makeSidePanel(
      {
        name: 'trace',
        title: strings.trace,
        closeTitle: strings.closeTrace,
        close: () => this.close(),
      },
      this.#content,
    );
  }

  get elements(): readonly string[] | undefined {
    return this.#trace?.elements;
  }

  /** What the extension sent; the same again changes nothing. Returns whether it is about another connection. */
  show(trace: TraceView | undefined): boolean {
    const text = JSON.stringify(trace);
    if (text === this.#shown) return false;
    const before = this.#trace;
    const focused = nameOf(this.#buttons.find((one) => one === document.activeElement));
    this.#trace = trace;
    this.#shown = text;
    this.element.hidden = trace === undefined;
    this.#options.light(trace?.elements);
    if (trace === undefined) {
      this.#content.replaceChildren();
      return false;
    }
    this.#content.replaceChildren(...this.#parts(trace));
    // The button that was pressed, or read, stays at hand.
    if (focused !== undefined) {
      this.#buttons.find((one) => nameOf(one) === focused)?.focus({ preventScroll: true });
    }
    const isNews =
      before?.title !== trace.title ||
      before.verdict !== trace.verdict ||
      before.verified?.text !== trace.verified?.text;
    if (isNews) this.#announce(trace);
    return before?.title !== trace.title;
  }

  get isShown(): boolean {
    return this.#trace !== undefined;
  }

  /** The user is done with it. */
  close(): void {
    if (this.#trace === undefined) return;
    this.show(undefined);
    this.#options.choose('close');
  }

  get #buttons(): readonly HTMLButtonElement[] {
    return [...this.#content.querySelectorAll('button')];
  }

  #announce(trace: TraceView): void {
    const { announce, strings } = this.#options;
    const said = fillTemplate(strings.traceSpeech, trace.title, this.#verdict(trace), trace.why);
    announce([said, this.#verified(trace) ?? ''].join(' ').trim());
  }

  #parts(trace: TraceView): readonly HTMLElement[] {
    const { strings } = this.#options;
    const there = trace.steps.filter(({ returning }) => !returning);
    const back = trace.steps.filter(({ returning }) => returning);
    const verified = this.#verified(trace);
    return [
      makeElement('h3', { class: 'trace-title' }, trace.title),
      makeElement(
        'p',
        { class: `verdict v-${trace.verdict}` },
        makeElement('strong', {}, this.#verdict(trace)),
        makeElement('span', {}, trace.why),
      ),
      ...(verified === undefined
        ? []
        : [makeElement('p', { class: trace.verified?.comparison }, verified)]),
      ...(trace.lookup === undefined ? [] : [this.#fact(strings.traceName, trace.lookup)]),
      ...(trace.decidedBy === undefined ? [] : [this.#decision(trace.decidedBy)]),
      this.#actions(trace),
      ...this.#steps(strings.traceSteps, there),
      ...this.#steps(strings.traceBack, back),
      ...this.#fixes(trace.fixes),
      ...this.#puzzles(trace.puzzles),
      ...(trace.assumptions.length === 0
        ? []
        : [this.#fact(strings.traceAssumed, trace.assumptions.join(', '))]),
    ];
  }

  #decision({ place, text }: NonNullable<TraceView['decidedBy']>): HTMLElement {
    return makeElement(
      'div',
      { class: 'decision' },
      makeElement('span', {}, `${this.#options.strings.traceDecided}: `),
      makeElement('strong', {}, place),
      ...(text === undefined ? [] : [makeElement('code', {}, text)]),
    );
  }

  #fact(name: string, text: string): HTMLElement {
    return makeElement('p', { class: 'fact' }, makeElement('span', {}, `${name}: `), text);
  }

  #actions({ canVerify, canSave }: TraceView): HTMLElement {
    const { strings, choose } = this.#options;
    const row = makeElement('div', { class: 'trace-buttons' });
    row.append(button(strings.traceReverse, () => choose('reverse')));
    if (canVerify) row.append(button(strings.traceVerify, () => choose('verify')));
    if (canSave) row.append(button(strings.traceSave, () => choose('save')));
    return row;
  }

  #steps(heading: string, steps: readonly TraceStep[]): readonly HTMLElement[] {
    if (steps.length === 0) return [];
    return [
      makeElement('h3', {}, heading),
      makeElement('ol', {}, ...steps.map((step) => makeElement('li', {}, this.#step(step)))),
    ];
  }

  /** Focus or pointer on a step lights up where it happens. */
  #step({ text, elements, rule }: TraceStep): HTMLElement {
    const step = makeElement(
      'button',
      { type: 'button', class: 'step' },
      makeElement('span', {}, text),
      ...(rule === undefined
        ? []
        : [
            makeElement('span', { class: 'place' }, rule.place),
            makeElement('code', {}, rule.text),
          ]),
    );
    const light = () => this.#options.light(elements.length === 0 ? this.elements : elements);
    const unlight = () => this.#options.light(this.elements);
    step.addEventListener('focus', light);
    step.addEventListener('pointerenter', light);
    step.addEventListener('blur', unlight);
    step.addEventListener('pointerleave', unlight);
    return step;
  }

  #fixes(fixes: readonly TraceFix[]): readonly HTMLElement[] {
    if (fixes.length === 0) return [];
    const { strings, choose } = this.#options;
    const labels = {
      connect: strings.traceConnect,
      reconnect: strings.traceReconnect,
      ask: strings.traceAsk,
      copy: strings.traceCopy,
    };
    const items = fixes.map(({ text, effects, action, copies }, place) =>
      makeElement(
        'li',
        {},
        makeElement('span', { class: 'fix' }, text),
        ...(effects.length === 0
          ? []
          : [makeElement('ul', {}, ...effects.map((effect) => makeElement('li', {}, effect)))]),
        ...(copies === undefined ? [] : [makeElement('pre', { tabindex: '0' }, copies)]),
        button(labels[action], () => choose('fix', { place, text }), `${labels[action]} ${text}`),
      ),
    );
    return [
      makeElement('h3', {}, strings.traceFixes),
      makeElement('ul', { class: 'fixes' }, ...items),
    ];
  }

  #puzzles(puzzles: readonly TracePuzzle[]): readonly HTMLElement[] {
    if (puzzles.length === 0) return [];
    const items = puzzles.map(({ happens, why, advice }) =>
      makeElement(
        'li',
        {},
        makeElement('span', { class: 'fix' }, happens),
        makeElement('p', {}, why),
        makeElement('p', {}, advice),
      ),
    );
    return [
      makeElement('h3', {}, this.#options.strings.tracePuzzles),
      makeElement('ul', { class: 'puzzles' }, ...items),
    ];
  }

  #verified(trace: TraceView): string | undefined {
    const { verified } = trace;
    const { strings } = this.#options;
    if (verified === undefined) return undefined;
    const sentence = {
      agrees: strings.traceAgrees,
      differs: strings.traceDiffers,
      undecided: strings.traceUndecided,
    }[verified.comparison];
    return fillTemplate(sentence, verified.text, this.#verdict(trace));
  }

  #verdict({ verdict }: TraceView): string {
    const { strings } = this.#options;
    switch (verdict) {
      case 'delivered':
        return strings.verdictDelivered;
      case 'refused':
        return strings.verdictRefused;
      case 'arrives':
        return strings.verdictArrives;
      case 'dropped':
        return strings.verdictDropped;
      case 'unreachable':
        return strings.verdictUnreachable;
      case 'accepted-by-proxy':
        return strings.verdictAccepted;
      case 'unresolved':
        return strings.verdictUnresolved;
      case 'unknown':
        return strings.verdictUnknown;
    }
  }
}

/** As assistive technology calls it. */
function nameOf(made: HTMLButtonElement | undefined): string | undefined {
  return made?.ariaLabel ?? made?.textContent;
}

function button(text: string, act: () => void, label?: string): HTMLButtonElement {
  const made = makeElement('button', { type: 'button', 'aria-label': label }, text);
  made.addEventListener('click', act);
  return made;
}
