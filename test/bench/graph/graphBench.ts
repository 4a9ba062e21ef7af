import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { nodeOptions } from '../../../esbuild.mjs';
import { root } from '../../../scripts/projectPaths';
import { largeSnapshot } from '../../support/largeSnapshot';
import { dotOf } from '../../../src/scene/export/dotOf';
import { costOfDot, costOfMermaid, plainDot } from './drawnByOthers';
import { draggedFrame, PaintLab, showing, type Cost } from './paintCost';
import { foldedScene, fullScene, movement, shownScene, topologyOf, withOneMore } from './scenes';

/**
 * The drawing in Chromium, as ratios of one run. P is what cytoscape, as published, takes to draw every element
 * of the full picture with its places given, on a page that does nothing else. The panel's figures are the whole of
 * it: layout, message, outline and all. Verdicts are on processor time, which a busy machine spoils least; the
 * ratio by the clock stands beside it. P and the panel take turns, and the median of the turns' ratios counts.
 */

const rounds = Number(process.env['VETHSCOPE_REPEATS'] ?? 5);
const rare = Math.max(1, Math.floor(rounds / 2));
let missed = 0;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function verdict(what: string, value: number, limit: number, unit: string, beside = ''): void {
  const isMet = value <= limit;
  if (!isMet) missed++;
  const figure = `${value.toFixed(2)}${unit}`.padStart(10);
  const demand = `at most ${limit}${unit}`.padEnd(16);
  console.log(`${what.padEnd(52)}${figure}  ${demand} ${isMet ? 'ok    ' : 'MISSED'} ${beside}`);
}

function says(what: string, text: string): void {
  console.log(`${what.padEnd(52)}${text}`);
}

const coldProgram = path.join(root, 'out/bench/coldScene.js');

/** What users run is bundled: run from its sources, every function would be given its name each time it is made. */
async function bundleColdProgram(): Promise<void> {
  await esbuild.build({
    ...nodeOptions(false),
    metafile: false,
    entryPoints: [path.join(__dirname, 'coldScene.ts')],
    outfile: coldProgram,
  });
}

/** Milliseconds of processor time in a fresh program: of the first time, or of later ones. */
function cold(containers: number, what: 'layout' | 'message', again = 0): number {
  const options = ['--expose-gc', coldProgram, String(containers), what, String(again)];
  return Number(execFileSync(process.execPath, options, { encoding: 'utf8' }));
}

/** Rounds of two costs each, as ratios of their sums and of the clock. */
async function against(
  what: string,
  limit: number,
  times: number,
  turn: () => Promise<{ readonly own: Cost; readonly base: Cost }>,
): Promise<void> {
  const turns = [];
  for (let round = 0; round < times; round++) turns.push(await turn());
  const clock = median(turns.map(({ own, base }) => own.clock / base.clock));
  const own = median(turns.map((one) => one.own.processor));
  const base = median(turns.map((one) => one.base.processor));
  verdict(
    what,
    median(turns.map((one) => one.own.processor / one.base.processor)),
    limit,
    ' P',
    `(by the clock ${clock.toFixed(2)}; ${own.toFixed(0)} of ${base.toFixed(0)} ms)`,
  );
}

async function smallGraphs(lab: PaintLab): Promise<void> {
  for (const containers of [10, 100]) {
    const topology = topologyOf(largeSnapshot(containers));
    const full = fullScene(topology);
    const { scene } = shownScene(topology);
    const frames: number[] = [];
    const turn = async () => {
      const base = await lab.plainly(full);
      const message = cold(containers, 'message');
      const page = await lab.panel(async (panel) => {
        const first = await showing(panel, scene, 1);
        frames.push(await draggedFrame(panel));
        return first;
      });
      const own = { processor: page.processor + message, clock: page.clock + message };
      return { base, own };
    };
    await against(`first graph, ${containers} containers`, 1.15, rounds, turn);
    verdict(`a frame of panning, ${containers} containers`, median(frames), 16, ' ms');
    const mermaid = await costOfMermaid(lab.browser, full);
    says(
      `Mermaid, ${containers} containers`,
      mermaid === undefined
        ? 'NOT MEASURED: Mermaid is not installed (npm ci)'
        : `${mermaid.processor.toFixed(0)} ms, by the clock ${mermaid.clock.toFixed(0)} ms`,
    );
  }
}

async function largeGraph(lab: PaintLab): Promise<void> {
  const snapshot = largeSnapshot(1_000);
  const topology = topologyOf(snapshot);
  const full = fullScene(topology);
  const before = shownScene(topology);
  const folded = foldedScene(topology);
  const after = [55, 504, 987].map(
    (beside) => shownScene(topologyOf(withOneMore(snapshot, beside)), before.memory).scene,
  );
  const costs: Readonly<Record<'p' | 'lean' | 'folded' | 'update', Cost>>[] = [];
  const frames: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const p = await lab.plainly(full);
    const [lean, update] = await lab.panel(async (panel) => {
      const first = await showing(panel, before.scene, 1);
      frames.push(await draggedFrame(panel));
      const next = after[round % after.length] ?? before.scene;
      return [first, await showing(panel, next, 2)] as const;
    });
    const cards = await lab.panel((panel) => showing(panel, folded, 1));
    costs.push({ p, lean, folded: cards, update });
  }
  const turns = (which: 'lean' | 'folded' | 'update') => {
    let round = 0;
    return () => {
      const at = costs[round++];
      if (at === undefined) throw new Error('no such round');
      return Promise.resolve({ own: at[which], base: at.p });
    };
  };
  await against('first graph, 1,000 containers, lean', 0.6, rounds, turns('lean'));
  await against('first graph, 1,000 containers, collapsed', 0.2, rounds, turns('folded'));
  await against('one container more among 1,000', 0.25, rounds, turns('update'));
  verdict('a frame of panning, 1,000 containers', median(frames), 16, ' ms');
  const moves = after.map((scene) => movement(before.scene, scene));
  const mean = Math.max(...moves.map((one) => one.mean));
  verdict('  shift of what was there, in the mean', mean, 2, ' px');
  const share = Math.max(...moves.map((one) => one.share));
  verdict('  of it moved at all', 100 * share, 2, ' %');
}

async function hugeGraph(lab: PaintLab): Promise<void> {
  const topology = topologyOf(largeSnapshot(5_000));
  const full = fullScene(topology);
  const { scene } = shownScene(topology);
  const turn = async () => ({
    base: await lab.plainly(full),
    own: await lab.panel((panel) => showing(panel, scene, 1)),
  });
  await against('first graph, 5,000 containers, collapsed', 0.1, rare, turn);
}

/**
 * The layout against Graphviz dot, which draws the same boxes and wires. The bounds are against the plain
 * graph, as somebody would write it down by hand: for the first layout of a fresh program, where
 * nothing is compiled yet (a window that opens pays that), and for later ones (every refresh). Our own
 * export spares dot work, since its clusters part the graph; the ratios to that stand beside.
 */
function layouts(): void {
  for (const containers of [100, 1_000]) {
    const scene = fullScene(topologyOf(largeSnapshot(containers)));
    const dot = (text: string) =>
      median(
        Array.from({ length: rounds }, () => costOfDot(text, 120_000)).filter(
          (cost) => cost !== undefined,
        ),
      );
    const [plain, exported] = [dot(plainDot(scene)), dot(dotOf(scene))];
    if (Number.isNaN(plain)) {
      says(`layout, ${containers} containers`, 'NOT MEASURED: Graphviz is not installed (dot)');
      continue;
    }
    for (const [which, again] of [
      ['first', 0],
      ['later', 30],
    ] as const) {
      // A first layout varies by half from program to program: more of them are needed than of what repeats itself.
      const programs = again === 0 ? 3 * rounds : rounds;
      const own = median(Array.from({ length: programs }, () => cold(containers, 'layout', again)));
      const less = (other: number) => `${(other / own).toFixed(0)} times less`;
      const what = `${which} layout against Graphviz dot, ${containers}`;
      const beside = `${own.toFixed(1)} of ${plain.toFixed(0)} ms, ${less(plain)}; than our export: ${less(exported)}`;
      if (containers < 1_000) says(what, beside);
      else verdict(what, (50 * own) / plain, 1, ' of 1/50', `(${beside})`);
    }
  }
}

async function main(): Promise<void> {
  await bundleColdProgram();
  const lab = await PaintLab.start();
  try {
    await smallGraphs(lab);
    await largeGraph(lab);
    await hugeGraph(lab);
  } finally {
    await lab.stop();
  }
  layouts();
  console.log(missed === 0 ? 'All met.' : `${missed} MISSED`);
}

void main();
