import type { FirewallAnswer } from './firewallView';
import type { FilterChoice, FilterChoices } from './filterChoices';
import { framedId } from './frameIds';
import type { SearchAnswer } from './searchTopology';
import type { TraceView } from './traceView';

/** What is asked about one engine, as it is told in a picture of several: with the ids of that picture. Names of engines are ready to be shown. */

export function framedTrace(frame: string, engine: string, trace: TraceView): TraceView {
  const own = (ids: readonly string[]) => ids.map((id) => framedId(frame, id));
  return {
    ...trace,
    title: `${trace.title} (${engine})`,
    elements: own(trace.elements),
    steps: trace.steps.map((step) => ({ ...step, elements: own(step.elements) })),
  };
}

export function framedFirewall(
  frame: string,
  engine: string,
  answer: FirewallAnswer,
): FirewallAnswer {
  if (answer.kind === 'unknown') {
    return { ...answer, reason: `${engine}: ${answer.reason}` };
  }
  const own = <T extends { readonly elements: readonly string[] }>(one: T): T => ({
    ...one,
    elements: one.elements.map((id) => framedId(frame, id)),
  });
  const { source, findings, tables } = answer.view;
  return {
    kind: 'rules',
    view: {
      source,
      findings: findings.map(own),
      tables: tables.map(({ title, chains }) => ({
        title: `${engine}: ${title}`,
        chains: chains.map((chain) => ({ ...chain, rules: chain.rules.map(own) })),
      })),
    },
  };
}

/** The hits of all frames, those of the first frame first; each says whose it is. */
export function framedSearch(
  answers: readonly {
    readonly frame: string;
    readonly engine: string;
    readonly answer: SearchAnswer;
  }[],
): SearchAnswer {
  return {
    hits: answers.flatMap(({ frame, engine, answer }) =>
      answer.hits.map(({ ids, name, matched }) => ({
        ids: ids.map((id) => framedId(frame, id)),
        name,
        matched: `${matched}, ${engine}`,
      })),
    ),
    total: answers.reduce((sum, { answer }) => sum + answer.total, 0),
  };
}

/** What can be asked for in any of them. */
export function mergedChoices(all: readonly FilterChoices[]): FilterChoices {
  const merged = (of: (choices: FilterChoices) => readonly FilterChoice[]) => {
    const counts = new Map<string, number>();
    for (const { value, count } of all.flatMap(of)) {
      counts.set(value, (counts.get(value) ?? 0) + count);
    }
    return [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, count]) => ({ value, count }));
  };
  return {
    projects: merged(({ projects }) => projects),
    drivers: merged(({ drivers }) => drivers),
    states: merged(({ states }) => states),
  };
}
