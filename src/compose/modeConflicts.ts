import type { ComposeProblem, ComposeService, Placed } from '../model/composeProject';
import { portText } from './unboundPorts';
import { warningAt } from './warningAt';

/**
 * What a service cannot have that lives in another one's network namespace: the engine refuses to create it
 * (moby: runconfig, validateNetMode, whose words these are).
 */
export function modeConflicts(service: ComposeService): readonly ComposeProblem[] {
  const { networkMode, hostname, dns, extraHosts, ports, expose } = service;
  const mode = networkMode?.value;
  if (mode?.kind !== 'service' && mode?.kind !== 'container') return [];
  const owner = mode.kind === 'service' ? mode.service : mode.container;
  const [port] = ports;
  const said = (value: Placed<string> | undefined, engine: string, instead: string) =>
    value === undefined
      ? []
      : [
          warningAt(
            value,
            `${service.name} shares the network of ${owner}: the engine refuses it: conflicting options: ${engine}; ${instead}`,
          ),
        ];
  const there = `write it at ${owner}`;
  return [
    ...said(hostname, 'hostname and the network mode', `it has the host name of ${owner}`),
    ...said(dns[0], 'dns and the network mode', there),
    ...said(extraHosts[0], 'custom host-to-IP mapping and the network mode', there),
    ...(port === undefined
      ? said(expose[0], 'port exposing and the container type network mode', there)
      : said(
          { value: portText(port), at: port.at },
          'port publishing and the container type network mode',
          `publish it at ${owner}`,
        )),
  ];
}
