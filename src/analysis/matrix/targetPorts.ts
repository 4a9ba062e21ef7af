import type { MatrixTarget, MatrixWay } from './axes';

/** What is asked of a target and what is known to answer there, with its own addresses and host ports taken out. */
export class TargetPorts {
  private readonly waysTo = new Map<MatrixTarget['container'], MatrixWay[]>();

  constructor(targets: readonly MatrixTarget[]) {
    for (const { container, ways } of targets) {
      if (container === undefined) continue;
      const known = this.waysTo.get(container) ?? [];
      this.waysTo.set(container, known);
      known.push(...ways);
    }
  }

  describe(target: MatrixTarget): string {
    const { namespace, proto, port, ways } = target;
    const listening = (namespace?.listeners ?? []).flatMap((one) =>
      one.proto === proto && one.port === port
        ? [{ address: roleOf(one.address, target), relays: one.program }]
        : [],
    );
    const asked = namespace?.listeners === undefined ? 'unread' : JSON.stringify(listening);
    // Host ports stand in the shape by their role, unless the shape is a single one's.
    const described = ways.map(({ kind }) => kind).join();
    const several = (namespace?.containers.length ?? 0) > 1 ? (target.container?.id ?? '') : '';
    return `${proto} ${port ?? ''} ${asked} ${described} ${several} ${this.publishedAt(target)}`;
  }

  /** Which of its published ports the ways use, by order and not by number. */
  private publishedAt({ container, ways }: MatrixTarget): string {
    const all = this.waysTo.get(container) ?? [];
    return ways
      .flatMap((way) =>
        way.kind === 'published' ? [`${all.indexOf(way)} ${way.address ?? ''}`] : [],
      )
      .join();
  }
}

function roleOf(address: string, { ways }: MatrixTarget): string {
  const index = ways.findIndex((way) => way.address === address);
  return index < 0 ? address : `way ${index}`;
}
