import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { Card } from '../card';
import { factLine, listLine, textLine } from './cardLines';
import { ruleSection } from './ruleSection';

/** The engine and the machine it runs on. */
export function hostCard(topology: Topology): Omit<Card, 'id'> {
  const { engine, host } = topology;
  const missing = topology.missing.filter(({ containerId }) => containerId === undefined);
  const product = engine.product === 'podman' ? 'Podman' : 'Docker';
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  return {
    title: isKnown(host.name) ? host.name.value : 'Host',
    subtitle: `runs ${product} ${engine.version.value}`,
    sections: [
      {
        lines: [
          factLine('Engine', engine.version, (version) => `${product} ${version}`),
          textLine('API version', engine.apiVersion),
          textLine('Operating system', host.operatingSystem),
          textLine('Kernel', host.kernel),
          factLine('Rootless', engine.rootless, yes),
          factLine('In a virtual machine', engine.virtualMachine, yes),
          factLine('Address pools', engine.addressPools, (pools) =>
            pools.map(({ base, size }) => `${base} cut into /${size}`).join(', '),
          ),
        ],
      },
      {
        title: 'Addresses',
        lines: [
          factLine('Interfaces', host.interfaces, (nics) =>
            nics.map((nic) => `${nic.name} ${nic.addresses.join(' ')}`).join(', '),
          ),
          listLine('Known addresses', host.addresses, true),
        ],
      },
      ruleSection(topology, { kind: 'host' }, 'none: nothing is filtered or rewritten'),
      ...(missing.length === 0
        ? []
        : [
            {
              title: 'Not read',
              lines: missing.map(({ part, reason, settledBy = 'host access' }) =>
                factLine(part, { unknown: reason, settledBy }, String),
              ),
            },
          ]),
    ],
  };
}
