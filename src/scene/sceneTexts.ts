import { isKnown } from '../model/provenance';
import type { Topology } from '../model/topology';
import { displayText } from './displayText';

/** What stands for the world beyond the host. */
export const outsideName = 'Internet and LAN';

/** `Docker 28.5.2` or `Podman 5.8.6`. */
export function engineName({ engine }: Topology): string {
  const product = engine.product === 'podman' ? 'Podman' : 'Docker';
  return `${product} ${displayText(engine.version.value)}`;
}

/** What is drawn, for the panel's title line. */
export function sceneTitle(topology: Topology): string {
  const { origin } = topology;
  switch (origin.kind) {
    case 'engine':
      return `${engineName(topology)} at ${displayText(origin.label)}`;
    case 'snapshot':
      return `${engineName(topology)}, snapshot ${displayText(origin.label)}`;
    case 'compose':
      return `Project ${displayText(origin.project)}, as planned for ${engineName(topology)}`;
  }
}

/** `host vm · Debian GNU/Linux 12 · Docker 28.5.2`. */
export function hostLine(topology: Topology): string {
  const { host } = topology;
  return [
    isKnown(host.name) ? `host ${displayText(host.name.value)}` : 'host',
    ...(isKnown(host.operatingSystem) ? [displayText(host.operatingSystem.value)] : []),
    engineName(topology),
  ].join(' · ');
}

/** What the picture does not know. */
export function sceneNotes(topology: Topology): readonly string[] {
  return topology.missing.map(({ part, reason }) => `${part}: ${displayText(reason)}`);
}
