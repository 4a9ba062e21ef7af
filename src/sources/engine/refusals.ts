import type { EngineErrorReason } from './engineError';

/** One thing engines refuse, whatever status and words a generation uses for it. */
export interface Refusal {
  readonly reason: EngineErrorReason;
  readonly pattern: RegExp;
  readonly sentence: string;
  readonly nextStep: string;
}

/**
 * By the engine's words and not by the status, which differs between generations for the same cause
 * (an address outside the subnet is 500 in 20.10 and 400 from 25 on). The first match counts, so the
 * narrower ones come first: those of joining and leaving a network. Sources: moby daemon/container_operations.go, libnetwork/errors and
 * runconfig/errors.go, 20.10 to 29; podman libpod/define/errors.go, 5.
 */
export const refusals: readonly Refusal[] = [
  {
    reason: 'hostNetwork',
    pattern:
      /disconnected from host network or connected to host network|cannot (connect|disconnect) container (to|from) host network/i,
    sentence: 'A container joins or leaves the host network only when it is created.',
    nextStep: 'Create the container again with the network mode you want.',
  },
  {
    reason: 'noneNetwork',
    pattern: /networks in private \(none\) mode/i,
    sentence: 'A container on the network none can be on no other network.',
    nextStep: 'Disconnect it from none first.',
  },
  {
    reason: 'sharedSandbox',
    pattern: /is not supported: invalid network mode/i,
    sentence:
      'This container has no networks of its own: it uses the host’s or another container’s, or none.',
    nextStep: 'Create it again with a network.',
  },
  {
    reason: 'sharedSandbox',
    pattern: /sharing network namespace with another container or host|invalid network mode/i,
    sentence:
      'This container uses the network namespace of another container or of the host, so it cannot join a network itself.',
    nextStep: 'Connect the container whose namespace it uses, or create it again.',
  },
  {
    reason: 'notAttachable',
    pattern: /not manually attachable/i,
    sentence: 'This swarm network takes services only: it was not made attachable.',
    nextStep: 'Create the network again with `--attachable`.',
  },
  {
    reason: 'notAttachable',
    pattern: /cannot create endpoint on configuration-only network/i,
    sentence:
      'This network only holds a configuration for other networks; no container can join it.',
    nextStep: 'Choose a network made from it.',
  },
  {
    reason: 'alreadyConnected',
    pattern:
      /endpoint with name .* already exists in network|is already attached to network|network is already connected/is,
    sentence: 'The container is already on this network.',
    nextStep: 'Refresh; to change its settings, disconnect it first.',
  },
  {
    reason: 'notConnected',
    pattern: /is not connected to (the )?network|network is not connected|^endpoint .* not found/is,
    sentence: 'The container is not on this network.',
    nextStep: 'Refresh to see where it is.',
  },
  {
    reason: 'addressInUse',
    pattern: /(^|networking: )Address already in use|is already allocated to container/im,
    sentence: 'Another endpoint of this network already has that address.',
    nextStep: 'Choose a free address, or let the engine choose.',
  },
  {
    reason: 'addressNotAllowed',
    pattern: /user specified IP address is supported/i,
    sentence:
      'This network takes no static address: its subnet was chosen by the engine, or has none of that family.',
    nextStep: 'Let the engine choose, or use a network with a subnet of your own.',
  },
  {
    reason: 'addressNotAllowed',
    pattern:
      /invalid (IPv[46]|link-local IP) address|invalid MAC address|failed to parse the ipv[46] address/i,
    sentence: 'That is not a valid address.',
    nextStep: 'Correct the address, or let the engine choose.',
  },
  {
    reason: 'addressOutOfSubnet',
    pattern:
      /does not belong to any of this network's subnets|no configured subnet or ip-range contain|requested address is out of range|not in any subnet on network/i,
    sentence: 'That address is not in a subnet of this network.',
    nextStep: "Choose an address in the network's subnet, or let the engine choose.",
  },
  {
    reason: 'aliasNotAllowed',
    pattern: /network-scoped alias(es)? (is|are) (only )?supported/i,
    sentence: 'The default bridge has no names, so no aliases either.',
    nextStep: 'Leave the aliases out, or use a network of your own.',
  },
  {
    reason: 'refused',
    pattern: /no available (IPv[46] )?addresses|no free IP|no available addresses on this pool/i,
    sentence: 'This network has no free address left.',
    nextStep: 'Disconnect a container from it, or use a larger subnet.',
  },
  {
    reason: 'apiTooOld',
    pattern: /client version \S+ is too (old|new)/i,
    sentence: 'The engine does not speak the API version it was asked in.',
    nextStep: 'Try again; it may have been replaced by another version.',
  },
  {
    reason: 'containerNotFound',
    pattern: /is marked for removal/i,
    sentence: 'The container is being removed.',
    nextStep: 'Refresh.',
  },
  {
    reason: 'containerNotFound',
    pattern: /no such container|no container with name or ID/i,
    sentence: 'There is no such container any more.',
    nextStep: 'Refresh; it may have been re-created under another id.',
  },
  {
    reason: 'networkNotFound',
    pattern: /network .* not found|no such network|network not found/is,
    sentence: 'There is no such network any more.',
    nextStep: 'Refresh; it may have been re-created under another id.',
  },
];
