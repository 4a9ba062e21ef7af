import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { EngineStore } from '../../src/vscode/store/engineStore';
import { FastClock } from '../support/engine/fastClock';
import { freshReading, timelessText } from '../support/engine/freshReading';
import { befall, faults, heal, type Fault } from './fault';
import { lookAt } from './lookAt';
import { RecordedEngine } from './recordedEngine';
import { recordedWorld, renamed, withContainer, withoutContainer, type Change } from './world';

/** What happens in one run, and what the picture is to be like after it. */
export interface FaultPlan {
  readonly world: string;
  readonly steps: readonly FaultStep[];
}

interface FaultStep {
  readonly fault: Fault;
  /** What happens on the engine meanwhile. */
  readonly change: 'nothing' | 'create' | 'remove' | 'rename';
  readonly pick: number;
  /** How the engine tells of it. */
  readonly told: 'inOrder' | 'doubled' | 'backwards';
  /** Somebody presses *Refresh*. */
  readonly refresh: boolean;
  /** Whether somebody looks from now on. */
  readonly looks: boolean;
  /** How long it lasts, in milliseconds. */
  readonly lasts: number;
  /** Whether the next step finds the engine well. */
  readonly heals: boolean;
}

const worlds = [
  'docker20/e_static_ports',
  'docker26/a_three_tier',
  'docker28/a_three_tier',
  'docker28/n_swarm_overlay',
  'docker28/o_paused_and_disconnected',
  'podman5/a_three_tier',
];

export const faultPlans: fc.Arbitrary<FaultPlan> = fc.record({
  world: fc.constantFrom(...worlds),
  steps: fc.array(
    fc.record<FaultStep>({
      fault: faults,
      change: fc.constantFrom('nothing', 'create', 'remove', 'rename'),
      pick: fc.nat(20),
      told: fc.constantFrom('inOrder', 'doubled', 'backwards'),
      refresh: fc.boolean(),
      looks: fc.boolean(),
      lasts: fc.integer({ min: 0, max: 60 }),
      heals: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

/** The engine's seconds are hundredths of ours. */
const speed = 100;
/** Enough for an answer on a busy machine, and what 30 s of silence are measured by. */
const timeoutMs = 30_000;
/** How often the end is looked at until it is right. */
const looks = 1_000;
/** For readings of the test's own, however busy the machine is. */
const patient = { timeoutMs: 120_000 };

/** Plays a plan. @throws AssertionError when something is wrong in the end */
export async function playFaults(plan: FaultPlan): Promise<void> {
  const engine = await RecordedEngine.start(recordedWorld(plan.world));
  const clock = new FastClock(speed);
  const store = new EngineStore({
    open: () => openEngine(engine.endpoint, { clock, timeoutMs }),
    log: () => undefined,
    retryPausesMs: [5, 10, 20, 40],
    clock,
  });
  store.look(true);
  const problems: unknown[] = [];
  store.onDidChange((state) => {
    // Whatever an engine says, its picture can be made.
    if (state.kind === 'ready') attempt(problems, () => lookAt(state.topology));
  });
  try {
    store.start();
    for (const [index, step] of plan.steps.entries())
      await playStep(step, index, engine, clock, store);
    for (const { fault } of plan.steps) await heal(fault, engine);
    // What failed while nobody looked rests until somebody does.
    store.look(true);
    await until(
      () => isRight(store, engine),
      () => whatIsWrong(store, engine),
    );
    assert.ok(engine.followers <= 1, `${engine.followers} follow the events`);
  } finally {
    store.dispose();
    await store.settled();
    await until(
      () => Promise.resolve(engine.connections === 0 && clock.waiting === 0),
      () => Promise.resolve(`left: ${engine.connections} sockets, ${clock.waiting} timers`),
    ).finally(() => engine.close());
  }
  assert.deepEqual(problems, []);
}

async function playStep(
  step: FaultStep,
  index: number,
  engine: RecordedEngine,
  clock: FastClock,
  store: EngineStore,
): Promise<void> {
  await befall(step.fault, engine, clock);
  const { world, events } = changed(step, index, engine);
  engine.world = world;
  engine.emit(
    step.told === 'inOrder'
      ? events
      : step.told === 'doubled'
        ? [...events, ...events]
        : [...events].reverse(),
  );
  store.look(step.looks);
  if (step.refresh) void store.refresh();
  await pause(step.lasts);
  if (step.heals) await heal(step.fault, engine);
}

function changed({ change, pick }: FaultStep, index: number, { world }: RecordedEngine): Change {
  switch (change) {
    case 'nothing':
      return { world, events: [] };
    case 'create':
      return withContainer(world, pick, index + 1);
    case 'remove':
      return withoutContainer(world, pick);
    case 'rename':
      return renamed(world, pick, index + 1);
  }
}

/** Shown, not out of date, and the same as somebody sees who asks the engine for the first time. */
async function isRight(store: EngineStore, engine: RecordedEngine): Promise<boolean> {
  const { reading } = store;
  if (reading === undefined || reading.stale !== undefined) return false;
  return timelessText(reading) === timelessText(await freshReading(engine.endpoint, patient));
}

async function whatIsWrong(store: EngineStore, engine: RecordedEngine): Promise<string> {
  const { state } = store;
  if (state.kind !== 'ready') return `${state.kind}: ${JSON.stringify(state)}`;
  if (state.stale !== undefined) return `out of date: ${state.stale.detail}`;
  const [is, wanted] = [
    timelessText(state),
    timelessText(await freshReading(engine.endpoint, patient)),
  ];
  const at = [...is].findIndex((letter, index) => letter !== wanted[index]);
  return `shown …${is.slice(at - 100, at + 100)}… not …${wanted.slice(at - 100, at + 100)}…`;
}

async function until(
  holds: () => Promise<boolean>,
  otherwise: () => Promise<string>,
): Promise<void> {
  for (let look = 0; !(await holds()); look += 1) {
    if (look === looks) assert.fail(await otherwise());
    await pause(10);
  }
}

function attempt(problems: unknown[], action: () => void): void {
  try {
    action();
  } catch (error) {
    problems.push(error);
  }
}
