import type { HostInterface } from '../../model/host';
import type { Topology } from '../../model/topology';
import type { Card } from '../card';
import { factLine, sourcedLine } from './cardLines';
import { deviceLines, fromAddr } from './deviceLines';
import { ruleSection } from './ruleSection';

/** An interface of the host, whether traffic to the rest of the world leaves by it, and the host's rules. */
export function nicCard(topology: Topology, nic: HostInterface): Omit<Card, 'id'> {
  const { kind, master, parent, gateways } = nic;
  const via = gateways.length === 0 ? '' : ` to ${gateways.join(' and ')}`;
  return {
    title: nic.name,
    subtitle: `interface of the host${kind === '' ? '' : `, ${kind}`}`,
    sections: [
      {
        lines: [
          factLine('Default route', nic.gatewayFor, (families) =>
            families.length === 0
              ? 'does not leave here'
              : `leaves here${via} (${families.map((family) => `IPv${family}`).join(' and ')})`,
          ),
          ...deviceLines(nic, fromAddr),
          ...(master === undefined ? [] : [sourcedLine('Port of', master, fromAddr)]),
          ...(parent === undefined ? [] : [sourcedLine('Stands on', parent, fromAddr)]),
        ],
      },
      // What passes the host passes them, whichever interface it comes by.
      ruleSection(topology, { kind: 'host' }, 'none: nothing is filtered or rewritten'),
    ],
  };
}
