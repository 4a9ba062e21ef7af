import type {
  ComposeNetwork,
  ComposePort,
  ComposeProblem,
  ComposeProject,
  ComposeService,
} from '../model/composeProject';
import { warningAt } from './warningAt';

/**
 * Ports that the files publish and the engine never binds, although it starts the container without a word: of a
 * service on internal networks alone, on the host's own network, or on none. Said once for each service.
 */
export function unboundPorts({ services, networks }: ComposeProject): readonly ComposeProblem[] {
  return services.flatMap((service) => {
    const [port] = service.ports;
    if (port === undefined || service.inactive) return [];
    const why = whyUnbound(service, networks);
    if (why === undefined) return [];
    return [
      warningAt(
        { value: portText(port), at: port.at },
        `Port ${port.published ?? port.target} of ${service.name} is not published: ${why}`,
      ),
    ];
  });
}

/** Whether host ports are bound for the service, as far as the files tell. */
export function bindsPorts(service: ComposeService, networks: readonly ComposeNetwork[]): boolean {
  const kind = service.networkMode?.value.kind;
  if (kind === 'service' || kind === 'container') return false;
  return whyUnbound(service, networks) === undefined;
}

/** As it is usually written, for the length of its underline. */
export function portText({ published, target }: ComposePort): string {
  return published === undefined ? `"${target}"` : `"${published}:${target}"`;
}

/** moby: bridge driver (internal networks get no port mappings); macvlan and ipvlan have none. */
function whyUnbound(
  { networkMode, networks: attachments }: ComposeService,
  networks: readonly ComposeNetwork[],
): string | undefined {
  const kind = networkMode?.value.kind;
  if (kind === 'host') return 'network_mode host has the host’s own ports';
  if (kind === 'none') return 'network_mode none is on no network';
  if (kind !== undefined || attachments.length === 0) return undefined;
  const joined = attachments.map((one) => networks.find(({ key }) => key === one.network));
  if (!joined.every((one) => one !== undefined && !leadsOut(one))) return undefined;
  const names = attachments.map(({ network }) => network).join(', ');
  const isInternal = joined.some((one) => one?.internal?.value === true);
  return isInternal
    ? `it is only on internal networks (${names}), where the engine binds no host port`
    : `it is only on networks of drivers that bind no host port (${names})`;
}

/** Of other projects' networks the files tell nothing. */
function leadsOut({ external, internal, driver }: ComposeNetwork): boolean {
  if (external) return true;
  return internal?.value !== true && !['macvlan', 'ipvlan'].includes(driver?.value ?? 'bridge');
}
