import type { Snapshot } from '../../model/snapshot';

export interface RunningContainer {
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  /** It lives in the host's own network namespace. */
  readonly onHost: boolean;
}

/** Those that have a network namespace to look into. */
export function runningContainers(snapshot: Snapshot): readonly RunningContainer[] {
  return snapshot.containers.flatMap(({ Id, Name, State, HostConfig }) =>
    State?.Running === true
      ? [
          {
            id: Id,
            name: Name.replace(/^\//, ''),
            pid: State.Pid ?? 0,
            onHost: HostConfig?.NetworkMode === 'host',
          },
        ]
      : [],
  );
}
