import type { Network } from '../../model/network';
import { isKnown, predicted, type Fact } from '../../model/provenance';
import type { CardLine } from '../card';
import { factLine } from './cardLines';

interface OptionWords {
  readonly key: string;
  readonly label: string;
  readonly words: (value: string) => string;
  /** What holds when the option is not given; nothing is said then where this is absent. */
  readonly otherwise?: string;
}

const isOn = (value: string) => value !== 'false' && value !== '0';

const masquerade = 'com.docker.network.bridge.enable_ip_masquerade';

/** moby: bridge driver options, labels.go and parseNetworkGenericOptions, v28.5.2. */
const bridgeOptions: readonly OptionWords[] = [
  {
    key: 'com.docker.network.bridge.enable_icc',
    label: 'Between containers',
    words: (value) =>
      isOn(value)
        ? 'containers on it reach each other'
        : 'containers on it do not reach each other (icc off)',
    otherwise: 'true',
  },
  {
    key: masquerade,
    label: 'Masquerade',
    words: (value) =>
      isOn(value)
        ? 'what leaves the host gets the host’s address'
        : 'what leaves the host keeps the container’s address',
    otherwise: 'true',
  },
  {
    key: 'com.docker.network.bridge.gateway_mode_ipv4',
    label: 'IPv4 gateway mode',
    words: (value) => value,
  },
  {
    key: 'com.docker.network.bridge.gateway_mode_ipv6',
    label: 'IPv6 gateway mode',
    words: (value) => value,
  },
  {
    key: 'com.docker.network.bridge.host_binding_ipv4',
    label: 'Ports bind to',
    words: (value) => (value === '0.0.0.0' ? 'every address of the host' : value),
  },
];

const mtu: OptionWords = {
  key: 'com.docker.network.driver.mtu',
  label: 'MTU',
  words: (value) => `${value} bytes`,
};

/** What the network allows, in words; options without words of ours are shown as they are. */
export function optionLines(network: Network): readonly CardLine[] {
  const known = [...(network.kind === 'bridge' ? bridgeOptions : []), mtu];
  const explained = new Set(known.map(({ key }) => key));
  const quiet = new Set([
    'com.docker.network.bridge.name',
    'com.docker.network.bridge.default_bridge',
  ]);
  return [
    factLine('Way out', network.internal, (internal) =>
      internal ? 'none: internal, only its own containers' : wayOut(network),
    ),
    ...(network.ipv6.value ? [factLine('IPv6', network.ipv6, () => 'on')] : []),
    ...(network.attachable.value
      ? [factLine('Attachable', network.attachable, () => 'containers may be connected by hand')]
      : []),
    ...known
      // Nothing leaves an internal network, so nothing is masqueraded.
      .filter(({ key }) => !(network.internal.value && key === masquerade))
      .flatMap((option) => knownLine(network.options, option)),
    ...Object.entries(network.options.value)
      .filter(([key]) => !explained.has(key) && !quiet.has(key))
      .map(([key, value]) =>
        factLine(key, { value, source: network.options.source }, (text) => text, true),
      ),
  ];
}

/** What macvlan and ipvlan attach uses the parent’s wire itself; `none` has only a loopback. */
function wayOut({ kind, parentDevice }: Network): string {
  if (kind === 'none') return 'none: only a loopback';
  if (kind !== 'macvlan' && kind !== 'ipvlan') return 'through the host';
  const isNamed = parentDevice !== undefined && isKnown(parentDevice);
  return `by ${isNamed ? parentDevice.value : 'its parent interface'}, past the host’s own stack`;
}

function knownLine(
  options: Fact<Readonly<Record<string, string>>>,
  { key, label, words, otherwise }: OptionWords,
): readonly CardLine[] {
  const value = options.value[key];
  if (value !== undefined) return [factLine(label, { value, source: options.source }, words)];
  if (otherwise === undefined) return [];
  return [factLine(label, predicted(otherwise, `the driver’s default: ${key} is not set`), words)];
}
