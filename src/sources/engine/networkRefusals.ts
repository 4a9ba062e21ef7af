import type { Refusal } from './refusals';

/**
 * What engines refuse when a network is made or removed. Sources: moby daemon/network.go,
 * libnetwork/ipams, libnetwork/drivers/{bridge,macvlan,ipvlan}, api/types/network/ipam.go, 20.10 to 28; podman 5, libpod and containers/common libnetwork.
 */
export const networkRefusals: readonly Refusal[] = [
  {
    reason: 'nameInvalid',
    pattern: /network with name {2}already exists|^invalid name: /,
    sentence: 'A network needs a name.',
    nextStep: 'Give it one.',
  },
  {
    reason: 'bridgeNameInvalid',
    pattern: /network interface name .* invalid/is,
    sentence: 'That name cannot be the name of a bridge device.',
    nextStep: 'Choose one of at most 15 characters, letters, digits, dots, dashes and underscores.',
  },
  {
    reason: 'nameInvalid',
    pattern: /names must match \[/i,
    sentence: 'This engine takes no such name for a network.',
    nextStep:
      'Use letters, digits, underscores, dots and dashes, and begin with a letter or a digit.',
  },
  {
    reason: 'nameTaken',
    pattern: /network with name .* already exists|network name .* already used/is,
    sentence: 'There is a network of that name already.',
    nextStep: 'Choose another name, or use the network that is there.',
  },
  {
    reason: 'predefinedNetwork',
    pattern:
      /is not permitted on predefined .* network|is a pre-defined network|conflicts with a valid network mode|default network .* cannot be removed/is,
    sentence: 'That network belongs to the engine itself.',
    nextStep: 'Use a network of your own, with another name.',
  },
  {
    reason: 'predefinedNetwork',
    pattern: /only one instance of "(host|null)" network is allowed/i,
    sentence: 'The engine has one network of that driver and takes no second one.',
    nextStep: 'Use the network that is there, or another driver.',
  },
  {
    reason: 'networkInUse',
    pattern: /has active endpoints|network is being used/i,
    sentence: 'Containers are on this network, so it cannot be removed.',
    nextStep: 'Disconnect them first.',
  },
  {
    reason: 'poolsUsedUp',
    pattern:
      /could not find an available, non-overlapping IPv[46] address pool|all predefined address pools have been fully subnetted/i,
    sentence: 'The engine has no free subnet left to choose from.',
    nextStep:
      'Name a subnet yourself, remove unused networks, or give the daemon more address pools.',
  },
  {
    reason: 'subnetOverlaps',
    pattern: /Pool overlaps with other one|already used on the host or by another config/i,
    sentence: 'That subnet overlaps one of another network or of the host.',
    nextStep: 'Choose a subnet that nothing uses.',
  },
  {
    reason: 'gatewayInvalid',
    pattern: /invalid gateway|failed to allocate gateway|gateway \S+ not in subnet/i,
    sentence: 'That gateway is not a usable address of the subnet.',
    nextStep: 'Choose an address within the subnet, neither its first nor its last.',
  },
  {
    reason: 'rangeInvalid',
    pattern: /invalid ip-range|auxiliary address|lease range .* not in subnet/is,
    sentence: 'The range or a reserved address does not lie in the subnet.',
    nextStep: 'Keep the range and reserved addresses within the subnet.',
  },
  {
    reason: 'subnetInvalid',
    pattern: /invalid subnet|failed to parse subnet/i,
    sentence: 'That is not a subnet.',
    nextStep: 'Write it as its first address and its length, e.g. 172.30.0.0/16.',
  },
  {
    reason: 'subnetInvalid',
    pattern: /doesn't support multiple subnets/i,
    sentence: 'A bridge network has one IPv4 subnet and one IPv6 subnet.',
    nextStep: 'Leave the second one out, or make a second network.',
  },
  {
    reason: 'subnetInvalid',
    pattern: /IPv4 or IPv6 must be enabled|ipv4 pool is empty/i,
    sentence: 'The network would have no addresses at all.',
    nextStep: 'Enable IPv4 or IPv6, and leave the address management to the engine.',
  },
  {
    reason: 'driverNotFound',
    pattern: /plugin ".*" not found|driver .* not found|failed to find driver or plugin/is,
    sentence: 'The engine has no driver of that name.',
    nextStep: 'Choose bridge, macvlan, ipvlan or overlay, or install the plugin.',
  },
  {
    reason: 'parentInvalid',
    pattern: /already using parent interface/i,
    sentence: 'Another network hangs on that interface of the host.',
    nextStep: 'Use that network, or a VLAN of the interface, e.g. eth0.20.',
  },
  {
    reason: 'parentInvalid',
    pattern: /invalid subinterface vlan name|vlan link|parent interface .* does not exist/is,
    sentence: 'The host has no such interface to hang the network on, or cannot make it.',
    nextStep: 'Name an interface of the host as its parent.',
  },
  {
    reason: 'bridgeNameInvalid',
    pattern: /existing interface .* is not a bridge|numerical result out of range/i,
    sentence: 'That name cannot be the name of a bridge device.',
    nextStep: 'Choose one of at most 15 characters that no other interface has.',
  },
  {
    reason: 'bridgeNameInvalid',
    pattern: /networks have same bridge name/i,
    sentence: 'Another network has a bridge device of that name.',
    nextStep: 'Choose another name, or let the engine choose.',
  },
  {
    reason: 'optionInvalid',
    pattern:
      /failed to parse com\.docker|requested \w+ mode .* is not valid|gateway mode .* can only|^invalid argument$|invalid filter|^strconv\.\w+: parsing /is,
    sentence: 'The engine does not take the value of an option.',
    nextStep: 'Correct the option, or leave it out.',
  },
  {
    reason: 'configurationNotFound',
    pattern: /configuration network .* does not exist/is,
    sentence: 'There is no configuration network of that name.',
    nextStep: 'Make it first, with `--config-only`.',
  },
  {
    reason: 'swarmNeeded',
    pattern: /when swarm is not active|This node is not a swarm manager/i,
    sentence: 'That takes a swarm, and this engine is not a manager of one.',
    nextStep: 'Do it on a manager, or choose another driver.',
  },
  {
    reason: 'kernelNotAble',
    pattern: /operation not supported$/i,
    sentence: 'The kernel of the host cannot do that.',
    nextStep: 'Use another driver, or name another interface of the host as the parent.',
  },
];
