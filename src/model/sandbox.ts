import type { ContainerId } from './container';

/** The engine's SandboxID; the owning container's id while there is none; `host` for the host's own namespace. */
export type SandboxId = string;

/** A network namespace and the containers that live in it. */
export interface Sandbox {
  readonly id: SandboxId;
  readonly kind: 'host' | 'own';
  /** More than one when containers share it (`network_mode: container:…`); the owner first, then by key. */
  readonly containerIds: readonly ContainerId[];
  /** The container whose sandbox others join. Absent for the host, and when the owner is gone. */
  readonly ownerId?: ContainerId;
}
