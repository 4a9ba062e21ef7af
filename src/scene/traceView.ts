import type { Fix } from '../analysis/fixes/fix';
import type { Situation } from '../analysis/situations/situation';
import { isUnresolved, type TracePlan } from '../analysis/tracePlan';
import type { Comparison } from '../analysis/verify/probe';
import type { Decision } from '../analysis/trace/decision';
import type { Hop } from '../analysis/trace/hop';
import type { TraceAnswer, Verdict } from '../analysis/trace/traceAnswer';
import { addressFamily } from '../model/address';
import type { Container } from '../model/container';
import type { Endpoint } from '../model/endpoint';
import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { displayText } from './displayText';
import {
  busId,
  containerId,
  endpointId,
  hostId,
  networkId,
  nicId,
  outsideId,
  vethId,
} from './sceneIds';

/** A trace as its panel shows it and the drawing lights it up. */
export interface TraceView {
  /** `web → db:5432`. */
  readonly title: string;
  readonly verdict: Verdict;
  readonly why: string;
  readonly decidedBy?: { readonly place: string; readonly text?: string };
  /** What the name gave, in a sentence. */
  readonly lookup?: string;
  readonly steps: readonly TraceStep[];
  /** Scene ids of everything the trace touches; the wires between them light up too. */
  readonly elements: readonly string[];
  /** What was taken for granted. */
  readonly assumptions: readonly string[];
  readonly fixes: readonly TraceFix[];
  /** What is known to puzzle about these two, a few sentences each. */
  readonly puzzles: readonly TracePuzzle[];
  /** What the real thing said, once it was tried. */
  readonly verified?: { readonly comparison: Comparison; readonly text: string };
  readonly canVerify: boolean;
  /** Whether there is a reading to save, with what was tried. */
  readonly canSave: boolean;
}

export interface TraceStep {
  readonly text: string;
  readonly returning: boolean;
  readonly elements: readonly string[];
  readonly rule?: { readonly place: string; readonly text: string };
}

export interface TracePuzzle {
  readonly happens: string;
  readonly why: string;
  readonly advice: string;
}

export interface TraceFix {
  readonly text: string;
  readonly effects: readonly string[];
  readonly action: Fix['action']['kind'];
  /** What is copied. */
  readonly copies?: string;
}

export function traceView(
  topology: Topology,
  plan: TracePlan,
  answer: TraceAnswer,
  fixes: readonly Fix[],
  situations: readonly Situation[] = [],
): Omit<TraceView, 'canVerify' | 'canSave' | 'verified'> {
  const places = new Places(topology, plan.question.from);
  const steps = answer.hops.map((hop): TraceStep => ({
    text: hopText(topology, hop),
    returning: hop.returning,
    elements: places.of(hop),
    ...(hop.rule === undefined
      ? {}
      : {
          rule: {
            place: `${hop.rule.table} ${hop.rule.chain} ${hop.rule.index}`,
            text: displayText(hop.rule.rule),
          },
        }),
  }));
  const lookup = lookupText(plan);
  const decidedBy = answer.decidedBy === null ? undefined : decision(answer.decidedBy);
  return {
    title: `${displayText(plan.from)} → ${displayText(plan.to)}`,
    verdict: answer.verdict,
    why: displayText(answer.why),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(lookup === undefined ? {} : { lookup }),
    steps,
    elements: [...new Set([...places.start(), ...steps.flatMap(({ elements }) => elements)])],
    assumptions: (answer.assumptions ?? []).map(displayText),
    fixes: fixes.map(({ text, effects, action }) => ({
      text: displayText(text),
      effects: effects.map((effect) => displayText(effect.text)),
      action: action.kind,
      ...(action.kind === 'copy' ? { copies: action.text } : {}),
    })),
    puzzles: situations.map(({ tell }) => {
      const { happens, why, advice } = tell();
      return {
        happens: displayText(happens),
        why: displayText(why),
        advice: displayText(advice),
      };
    }),
  };
}

/** Says so where the name does not lead there, and an address was traced in its place. */
function lookupText(plan: TracePlan): string | undefined {
  const { lookup, question } = plan;
  if (lookup === undefined) return undefined;
  const { name, answer } = lookup;
  const instead =
    answer.result === 'ok' || addressFamily(question.to) === undefined
      ? ''
      : `; traced to its address ${question.to} instead`;
  const nothing = isUnresolved(plan) ? `unresolved, ${answer.result}` : answer.result;
  const gives = answer.answers.length === 0 ? nothing : answer.answers.join(', ');
  return displayText(`${name}: ${gives} (${answer.via}): ${answer.why}${instead}`);
}

/** A sandbox by its container, of several by the one whose it is, not by its id. */
export function hopText({ containers }: Topology, hop: Hop): string {
  const inside = containers.filter(({ sandboxId }) => sandboxId === hop.namespace);
  const owner = inside.find(({ networkMode }) => networkMode.value.kind !== 'container');
  const where =
    hop.namespace === 'host' || hop.namespace === 'outside'
      ? hop.namespace
      : ((owner ?? inside[0])?.name.value ?? '');
  return displayText(where === '' ? hop.text : `${where}: ${hop.text}`);
}

function decision(by: Decision): NonNullable<TraceView['decidedBy']> {
  if ('rule' in by) {
    const place = `IPv${by.family} ${by.table} ${by.chain} ${by.index}`;
    return { place, text: displayText(by.rule) };
  }
  switch (by.kind) {
    case 'policy':
      return { place: `${by.table} ${by.chain}`, text: `policy ${by.policy}` };
    case 'route':
      return { place: 'route', text: displayText(by.route) };
    case 'listener':
      return { place: 'listener', text: displayText(by.listener) };
    case 'proxy':
      return { place: 'docker-proxy', text: displayText(by.proxy) };
    case 'arp':
      return { place: 'neighbour', text: displayText(`${by.address} on ${by.segment}`) };
    case 'name':
      return { place: 'name', text: displayText(`${by.name} (${by.via})`) };
    case 'setting':
      return { place: 'setting', text: displayText(by.setting) };
    case 'missing':
      return { place: 'not read', text: displayText(by.part) };
  }
}

/** Finds what a hop touches on the picture. */
class Places {
  constructor(
    private readonly topology: Topology,
    private readonly from: string,
  ) {}

  start(): readonly string[] {
    if (this.from === 'host') return [hostId];
    if (this.from.startsWith('outside:')) return [outsideId];
    return this.topology.containers.filter(({ id }) => id === this.from).map(containerId);
  }

  of({ namespace, interfaces, step }: Hop): readonly string[] {
    const { topology } = this;
    if (step === 'outside' || namespace === 'outside')
      return [outsideId, ...this.onHost(interfaces)];
    if (namespace === 'host') return [hostId, ...this.onHost(interfaces)];
    const containers = topology.containers.filter(({ sandboxId }) => sandboxId === namespace);
    return containers.flatMap((one) => [containerId(one), ...this.inSandbox(one, interfaces)]);
  }

  private inSandbox(container: Container, interfaces: readonly string[]): readonly string[] {
    const own = this.topology.endpoints.filter(({ containerId: id }) => id === container.id);
    const named = own.filter(
      ({ interfaceName }) => isKnown(interfaceName) && interfaces.includes(interfaceName.value),
    );
    const physical = interfaces.some((name) => name !== 'lo');
    const touched = named.length > 0 ? named : own.length === 1 && physical ? own : [];
    return touched.flatMap((one) => this.wire(one));
  }

  private onHost(interfaces: readonly string[]): readonly string[] {
    const nics = isKnown(this.topology.host.interfaces) ? this.topology.host.interfaces.value : [];
    return [
      ...this.topology.networks.flatMap((network) =>
        isKnown(network.bridgeDevice) && interfaces.includes(network.bridgeDevice.value)
          ? [busId(network), networkId(network)]
          : [],
      ),
      ...nics.filter(({ name }) => interfaces.includes(name)).map(nicId),
    ];
  }

  private wire(endpoint: Endpoint): readonly string[] {
    const network = this.topology.networks.find(({ id }) => id === endpoint.networkId);
    return [
      endpointId(endpoint),
      vethId(endpoint),
      ...(network === undefined ? [] : [busId(network), networkId(network)]),
    ];
  }
}
