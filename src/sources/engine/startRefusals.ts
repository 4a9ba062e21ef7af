import type { Refusal } from './refusals';

/**
 * What engines refuse of a container's networking when it is made or started. Sources: moby
 * daemon/container_operations.go, runconfig/hostconfig.go, libnetwork/portallocator, 20.10 to 28.
 */
export const startRefusals: readonly Refusal[] = [
  {
    reason: 'portInUse',
    pattern:
      /port is already allocated|bind: address already in use|failed to bind host port .* in use/i,
    sentence: 'Something on the host uses a port that the container would publish.',
    nextStep: 'Publish another port, or stop what uses it.',
  },
  {
    reason: 'hostAddressInvalid',
    pattern: /cannot assign requested address/i,
    sentence: 'The host does not have the address a port would be published on.',
    nextStep: 'Publish on an address of the host, or on all of them.',
  },
  {
    reason: 'portInvalid',
    pattern: /invalid port specification|invalid transport protocol|unknown protocol/i,
    sentence: 'That is not a port that can be published.',
    nextStep: 'Use a number from 1 to 65535 with tcp, udp or sctp.',
  },
  {
    reason: 'protocolNotSupported',
    pattern: /protocol not supported/i,
    sentence: 'The kernel of the host does not have that protocol.',
    nextStep: 'Load its module (for SCTP: `modprobe sctp`), or leave the port out.',
  },
  {
    reason: 'containerNotRunning',
    pattern: /non running container|container \S+ is not running/i,
    sentence: 'The container is not running.',
    nextStep: 'Start it first.',
  },
  {
    reason: 'conflictingOptions',
    pattern: /conflicting options|cannot be connected to network endpoints/i,
    sentence: 'These network settings exclude each other.',
    nextStep: 'Leave one of them out; further networks can be connected afterwards.',
  },
  {
    reason: 'optionInvalid',
    pattern: /bad format for add-host|invalid name or ID supplied/i,
    sentence: 'A name or address was left empty or is not well formed.',
    nextStep: 'Correct it, e.g. `name:192.0.2.1` for an extra host.',
  },
];
