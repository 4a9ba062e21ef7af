import type { RuleSet } from '../../model/rules';
import type { Topology } from '../../model/topology';
import type { RuleRef } from '../../netfilter/evaluatePacket';
import { isRule } from '../trace/decision';
import { Tracer } from '../trace/tracer';
import type { Fix } from './fix';
import { works, type Trouble } from './fixesFor';

/** The one chain that is the user's own: what the engine wrote it would write again. */
const userChain = 'DOCKER-USER';

/** A rule of the user's that stops it; proposed only where taking it away is enough. */
export function ruleFixes({ topology, question, answer }: Trouble): readonly Fix[] {
  const { decidedBy } = answer;
  if (decidedBy === null || !isRule(decidedBy) || decidedBy.chain !== userChain) return [];
  const after = withoutRule(topology, decidedBy);
  if (after === undefined || !works(new Tracer(after).trace(question).verdict)) return [];
  const tool = decidedBy.family === 6 ? 'ip6tables' : 'iptables';
  return [
    {
      kind: 'rule',
      text: `Rule ${decidedBy.index} of ${userChain} stops it. It was put there by hand, so first see why: without it everything it stops gets through.`,
      effects: [],
      action: { kind: 'copy', text: `${tool} -D ${decidedBy.rule.replace(/^-A\s+/, '')}` },
    },
  ];
}

/** The topology without one rule of the host; `undefined` where the rules were not read. */
export function withoutRule(topology: Topology, rule: RuleRef): Topology | undefined {
  const { kernel } = topology;
  const rules = kernel?.host?.packetFilter;
  if (kernel?.host === undefined || rules === undefined) return undefined;
  const packetFilter: RuleSet = {
    ...rules,
    tables: rules.tables.map((table) =>
      table.family !== (rule.family === 6 ? 'ip6' : 'ip') || table.name !== rule.table
        ? table
        : {
            ...table,
            chains: table.chains.map((chain) =>
              chain.name === rule.chain
                ? { ...chain, rules: chain.rules.filter(({ index }) => index !== rule.index) }
                : chain,
            ),
          },
    ),
  };
  return { ...topology, kernel: { ...kernel, host: { ...kernel.host, packetFilter } } };
}
