import { addressFamily } from '../../model/address';
import { isKnown } from '../../model/provenance';
import type { RuleRef } from '../../netfilter/evaluatePacket';
import { isRule } from '../trace/decision';
import { Tracer } from '../trace/tracer';
import type { Fix, FixChange } from './fix';
import { addressesOf, works, type Trouble } from './fixesFor';
import { pathChangesAnywhere, pathEffects } from './membershipPreview';
import { withChange } from './withChange';

/** The one chain that is the user's own: what the engine wrote it would write again. */
const userChain = 'DOCKER-USER';

/**
 * A rule of the user's that stops it: an exception for this connection alone, which opens least, and taking the rule
 * away. Each is proposed only where it is enough.
 */
export function ruleFixes(trouble: Trouble): readonly Fix[] {
  const { decidedBy } = trouble.answer;
  if (decidedBy === null || !isRule(decidedBy) || decidedBy.chain !== userChain) return [];
  return [...exception(trouble, decidedBy), ...removal(trouble, decidedBy)];
}

function removal(trouble: Trouble, rule: RuleRef): readonly Fix[] {
  const change: FixChange = { kind: 'remove-rule', rule };
  const effects = effectsOf(trouble, change);
  if (effects === undefined) return [];
  return [
    {
      kind: 'rule',
      text: `Rule ${rule.index} of ${userChain} stops it. It was put there by hand, so first see why: without it everything it stops gets through.`,
      effects,
      action: { kind: 'copy', text: `${toolOf(rule)} -D ${rule.rule.replace(/^-A\s+/, '')}` },
      change,
    },
  ];
}

function exception(trouble: Trouble, rule: RuleRef): readonly Fix[] {
  for (const conditions of connections(trouble, rule)) {
    const text = `-A ${userChain} ${conditions} -j RETURN`;
    const change: FixChange = { kind: 'insert-rule', before: rule, text };
    const effects = effectsOf(trouble, change);
    if (effects === undefined) continue;
    return [
      {
        kind: 'rule',
        text: `Let this connection alone pass rule ${rule.index} of ${userChain}: Docker’s own rules are asked about it then.`,
        effects,
        action: {
          kind: 'copy',
          text: `${toolOf(rule)} -I ${userChain} ${rule.index} ${conditions} -j RETURN`,
        },
        change,
      },
    ];
  }
  return [];
}

/** What else it opens; `undefined` where it is not enough. */
function effectsOf({ topology, question }: Trouble, change: FixChange) {
  const after = withChange(topology, change);
  if (after === undefined || !works(new Tracer(after).trace(question).verdict)) return undefined;
  if (topology.containers.length > most) {
    const text = 'What else it opens is not worked out for so many containers.';
    return [{ kind: 'paths' as const, text }];
  }
  return pathEffects(pathChangesAnywhere(topology, after));
}

/** Up to so many containers two whole matrices are made at once. */
const most = 300;

/** The connection as it may look where forwarded packets are asked about: addresses after DNAT, before SNAT. */
function connections(
  { topology, question, source, target }: Trouble,
  { family }: RuleRef,
): readonly string[] {
  const own = (id: string | undefined) =>
    topology.endpoints
      .filter(({ containerId }) => id !== undefined && containerId === id)
      .flatMap(addressesOf)
      .filter((one) => addressFamily(one) === family);
  const outside = question.from.startsWith('outside:') ? [question.from.slice(8)] : [];
  const sources = source === undefined ? outside : own(source.id);
  const published = topology.publishedPorts.find(
    ({ containerId, hostPort }) =>
      containerId === target?.id && isKnown(hostPort) && hostPort.value === question.port,
  );
  const targets = [
    { address: question.to, port: question.port },
    ...own(target?.id).map((address) => ({ address, port: published?.containerPort.value })),
  ].filter(({ address }) => addressFamily(address) === family);
  return sources.flatMap((from) =>
    targets.map(({ address, port }) => {
      const ports = port === undefined ? '' : ` --dport ${port}`;
      const proto = family === 6 && question.proto === 'icmp' ? 'ipv6-icmp' : question.proto;
      const module = port === undefined ? '' : ` -m ${proto}`;
      const bits = family === 6 ? 128 : 32;
      return `-s ${from}/${bits} -d ${address}/${bits} -p ${proto}${module}${ports}`;
    }),
  );
}

function toolOf({ family }: RuleRef): string {
  return family === 6 ? 'ip6tables' : 'iptables';
}
