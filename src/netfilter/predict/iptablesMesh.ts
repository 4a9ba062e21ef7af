import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import type { Assumptions } from './assumptions';
import type { RuleBook } from './ruleBook';

const chain = 'DOCKER-INGRESS';

/**
 * Swarm's routing mesh: ports published by services go to the ingress sandbox on docker_gwbridge
 * (moby: libnetwork/service_linux.go, programIngress and initIngressConfiguration). The engine lists
 * these ports without their protocol; TCP is assumed.
 */
export function writeMesh(book: RuleBook, topology: Topology, { generation }: Assumptions): void {
  const ingress = topology.networks.find((network) => network.ingress.value);
  const ports = (ingress?.services ?? []).flatMap((service) => service.ports ?? []);
  const gateway = topology.networks.find(({ name }) => name.value === 'docker_gwbridge');
  const sandbox = topology.endpoints.find(
    ({ networkId, name }) => networkId === gateway?.id && name === 'gateway_ingress-sbox',
  );
  if (ports.length === 0 || sandbox === undefined || !isKnown(sandbox.ipv4)) return;
  const target = sandbox.ipv4.value.address;
  const local = `-m addrtype --dst-type LOCAL -j ${chain}`;
  for (const table of ['filter', 'nat']) book.append(table, chain, '-j RETURN');
  for (const { published } of ports) {
    const dnat = `-p tcp -m tcp --dport ${published} -j DNAT --to-destination ${target}:${published}`;
    book.insert('nat', chain, dnat);
    const back = `-p tcp -m tcp --sport ${published} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`;
    book.insert('filter', chain, back);
    book.insert('filter', chain, `-p tcp -m tcp --dport ${published} -j ACCEPT`);
  }
  const first = generation.layout === 'chains' ? 'DOCKER-FORWARD' : 'FORWARD';
  book.ensureFirst('filter', first, `-j ${chain}`);
  book.ensureFirst('nat', 'PREROUTING', local);
  book.ensureFirst('nat', 'OUTPUT', local);
  book.insert(
    'nat',
    'POSTROUTING',
    '-o docker_gwbridge -m addrtype --src-type LOCAL -j MASQUERADE',
  );
}
