import * as vscode from 'vscode';
import type { Fix } from '../../analysis/fixes/fix';
import { fixesFor, shellWord } from '../../analysis/fixes/fixesFor';
import { situationsAbout } from '../../analysis/situations/findSituations';
import type { Situation } from '../../analysis/situations/situation';
import { planTrace, type TracePlan, type TraceWish } from '../../analysis/tracePlan';
import { Tracer } from '../../analysis/trace/tracer';
import type { TraceAnswer } from '../../analysis/trace/traceAnswer';
import type { TriedConnection } from '../../model/snapshot';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import { traceView, type TraceView } from '../../scene/traceView';
import { Disposables } from '../disposables';
import type { ErrorReporter } from '../errors';
import { commands } from '../ids';
import type { GraphPanel } from '../panel/graphPanel';
import type { GraphPanels, TraceEvent } from '../panel/graphPanels';
import { canVerify } from './canVerify';
import { placeOfFix } from './placeOfFix';
import {
  graphKey,
  sourceKey,
  type GraphRef,
  type SourceKey,
  type SourceRef,
} from '../store/sourceRef';
import type { Sources } from '../store/sources';
import { showInformation } from '../messages';

/** A trace that a graph shows. */
export interface ShownTrace {
  /** What it is traced in: one source, of those that the graph shows. */
  readonly ref: SourceRef;
  readonly wish: TraceWish;
  readonly topology: Topology;
  readonly plan: TracePlan;
  readonly answer: TraceAnswer;
  readonly fixes: readonly Fix[];
  readonly situations: readonly Situation[];
  readonly verified?: NonNullable<TraceView['verified']> & { readonly tried: TriedConnection };
}

/** What is done with traces beyond showing them. */
export interface TraceWork {
  /** Tries a trace for real; `undefined` when the user declined. */
  verify(source: SourceKey, shown: ShownTrace): Promise<ShownTrace['verified']>;
  /** Keeps what it rests on, and what was tried, as a file. */
  save(source: SourceKey, shown: ShownTrace): Promise<void>;
}

/** The traces that graphs show, one each; they follow what changes, and end when the user closes them. */
export class Traces {
  readonly #sources: Sources;
  readonly #panels: GraphPanels;
  readonly #work: TraceWork;
  readonly #owned = new Disposables();
  readonly #shown = new Map<SourceKey, ShownTrace>();
  readonly #tracers = new WeakMap<Topology, Tracer>();
  /** Graphs and what is being done in them. */
  readonly #underWay = new Set<string>();

  constructor(sources: Sources, panels: GraphPanels, errors: ErrorReporter, work: TraceWork) {
    this.#work = work;
    this.#sources = sources;
    this.#panels = panels;
    this.#owned.add(panels.onDidSendScene((panel) => this.#follow(panel)));
    this.#owned.add(
      panels.onDidChooseTraceAction(
        (event) => void this.#once(event).catch((error: unknown) => errors.show(error)),
      ),
    );
  }

  /** The trace a graph shows. */
  find(key: SourceKey): ShownTrace | undefined {
    return this.#shown.get(key);
  }

  /** One tracer for each topology: it keeps what it prepared. */
  tracer(topology: Topology): Tracer {
    const known = this.#tracers.get(topology) ?? new Tracer(topology);
    this.#tracers.set(topology, known);
    return known;
  }

  /**
   * Traces and shows it in the source's graph, or another one that shows the source; that is opened when it is
   * not. A sentence where it cannot be asked.
   */
  show(ref: SourceRef, wish: TraceWish, graph: GraphRef = ref): ShownTrace | string {
    const topology = this.#sources.open(ref).view().topology;
    if (topology === undefined) return vscode.l10n.t('There is nothing read to trace in yet.');
    const shown = this.#trace(ref, topology, wish);
    if (typeof shown === 'string') return shown;
    this.#shown.set(graphKey(graph), shown);
    this.#panels.show(graph).showTrace(ref, viewOf(shown));
    return shown;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #trace(ref: SourceRef, topology: Topology, wish: TraceWish): ShownTrace | string {
    const tracer = this.tracer(topology);
    const plan = planTrace(topology, tracer, wish);
    if (typeof plan === 'string') return plan;
    const answer = tracer.trace(plan.question);
    const fixes = fixesFor(topology, plan.question, answer);
    return {
      ref,
      wish,
      topology,
      plan,
      answer,
      fixes: ref.kind === 'engine' ? fixes : fixes.map((fix) => byHand(topology, fix)),
      situations: situationsAbout(topology, tracer, plan.question, plan.lookup?.name),
    };
  }

  /** What is shown is traced anew when what it rests on changed. */
  #follow(panel: GraphPanel): void {
    const { key } = panel;
    // A graph that was closed and opened again shows none.
    if (panel.trace === undefined) this.#shown.delete(key);
    const before = this.#shown.get(key);
    if (before === undefined) return;
    const { ref } = before;
    const { topology } = this.#sources.find(sourceKey(ref))?.view() ?? {};
    if (topology === undefined || topology === before.topology) return;
    const next = this.#trace(ref, topology, before.wish);
    if (typeof next === 'string') {
      // Somebody of it is gone.
      this.#shown.delete(key);
      panel.endTrace();
      void showInformation(displayText(next));
      return;
    }
    const same = next.answer.verdict === before.answer.verdict;
    const kept =
      same && before.verified !== undefined ? { ...next, verified: before.verified } : next;
    this.#shown.set(key, kept);
    panel.showTrace(ref, viewOf(kept));
  }

  /** Two clicks on a button that asks first would ask twice. */
  async #once(event: TraceEvent): Promise<void> {
    const work = `${event.action} ${event.panel.key}`;
    if (this.#underWay.has(work)) return;
    this.#underWay.add(work);
    try {
      await this.#act(event);
    } finally {
      this.#underWay.delete(work);
    }
  }

  async #act({ panel, action, fix }: TraceEvent): Promise<void> {
    const { key } = panel;
    const shown = this.#shown.get(key);
    if (shown === undefined) return;
    const { ref } = shown;
    switch (action) {
      case 'close':
        this.#shown.delete(key);
        panel.endTrace();
        return;
      case 'reverse':
        this.#say(this.show(ref, reversed(shown.wish), panel.ref));
        return;
      case 'verify': {
        const verified = await this.#work.verify(sourceKey(ref), shown);
        // What is shown may be another trace by now.
        const now = this.#shown.get(key);
        if (verified === undefined || now?.wish !== shown.wish) return;
        const compared = { ...now, verified };
        this.#shown.set(key, compared);
        panel.showTrace(ref, viewOf(compared));
        return;
      }
      case 'save':
        await this.#work.save(sourceKey(ref), shown);
        return;
      case 'fix':
        await this.#fix(panel.ref, shown, shown.fixes[placeOfFix(panel.trace, fix)]);
    }
  }

  #say(answer: ShownTrace | string): void {
    if (typeof answer === 'string') void showInformation(displayText(answer));
  }

  async #fix(graph: GraphRef, shown: ShownTrace, fix: Fix | undefined): Promise<void> {
    if (fix === undefined) return;
    const { ref } = shown;
    const { action } = fix;
    switch (action.kind) {
      case 'copy':
        await vscode.env.clipboard.writeText(action.text);
        void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
        return;
      case 'ask': {
        const { to, port } = action.question;
        const host = to.includes(':') ? `[${to}]` : to;
        const wish = { ...shown.wish, to: port === undefined ? to : `${host}:${port}` };
        this.#say(this.show(ref, wish, graph));
        return;
      }
      case 'connect':
      case 'reconnect': {
        const { kind: _kind, ...ends } = action;
        await vscode.commands.executeCommand(commands.connect, {
          from: 'fix',
          source: sourceKey(ref),
          ...ends,
        });
      }
    }
  }
}

/** Only an engine can be told to connect; elsewhere the commands are there to copy. */
function byHand(topology: Topology, fix: Fix): Fix {
  const { action } = fix;
  if (action.kind !== 'connect' && action.kind !== 'reconnect') return fix;
  const container = topology.containers.find(({ id }) => id === action.containerId)?.name.value;
  const network = topology.networks.find(({ id }) => id === action.networkId)?.name.value;
  if (container === undefined || network === undefined) return fix;
  const ends = `${shellWord(network)} ${shellWord(container)}`;
  const text =
    action.kind === 'connect'
      ? `docker network connect ${ends}`
      : `docker network disconnect ${ends}\ndocker network connect --alias ${shellWord(action.alias)} ${ends}`;
  return { ...fix, action: { kind: 'copy', text } };
}

function reversed({ from, to, ...rest }: TraceWish): TraceWish {
  const [, back = to] = /^\[?([^\]]+?)\]?(?::\d+(?:\/\w+)?)?$/.exec(to) ?? [];
  return { ...rest, from: back, to: from };
}

function viewOf(shown: ShownTrace): TraceView {
  const { ref, topology, plan, answer, fixes, situations, verified } = shown;
  return {
    ...traceView(topology, plan, answer, fixes, situations),
    ...(verified === undefined
      ? {}
      : { verified: { comparison: verified.comparison, text: verified.text } }),
    canVerify: ref.kind === 'engine' && canVerify(shown),
    canSave: ref.kind === 'engine',
  };
}
