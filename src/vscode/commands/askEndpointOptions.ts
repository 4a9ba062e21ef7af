import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import { connectLine, copyLine } from './dockerLine';
import {
  endpointProblem,
  endpointSettings,
  offeredFields,
  type EndpointField,
  type EndpointWish,
} from './endpointWish';
import { askPick, askText, goBack, type PickItem, type StepPlace } from './steps';

/**
 * Connects at once on Enter, or goes into one option after the other before; what is offered is what
 * engine and network take. `undefined` when the user gave up or only wanted the command.
 */
export async function askEndpointOptions(
  topology: Topology,
  network: Network,
  containers: readonly Container[],
  before: EndpointWish,
  place: StepPlace,
): Promise<EndpointWish | typeof goBack | undefined> {
  const { l10n } = vscode;
  const fields = offeredFields(topology, network, containers.length);
  let wish = before;
  for (;;) {
    const lines = containers.map((container) =>
      connectLine(network, container, endpointSettings(wish)),
    );
    const items: readonly PickItem<EndpointField | 'connect' | 'copy'>[] = [
      {
        label: l10n.t('Connect'),
        iconPath: new vscode.ThemeIcon('plug'),
        detail: displayText(lines.join(' ; ')),
        value: 'connect',
      },
      ...fields.map((field) => ({
        label: fieldLabel(field),
        description: displayText(wish[field] === '' ? nothingAsked(field) : wish[field]),
        value: field,
      })),
      {
        label: l10n.t('Copy as docker Command'),
        iconPath: new vscode.ThemeIcon('copy'),
        description: l10n.t('and connect nothing'),
        value: 'copy',
      },
    ];
    const chosen = await askPick(place, l10n.t('Connect, or choose an option to set it'), items);
    if (chosen === undefined || chosen === goBack) return chosen;
    if (chosen === 'connect') return wish;
    if (chosen === 'copy') {
      await copyLine(lines.join('\n'));
      return undefined;
    }
    const text = await askText(
      { ...place, canGoBack: true },
      fieldPrompt(chosen),
      wish[chosen],
      (typed) => endpointProblem(topology, network, chosen, typed, l10n),
    );
    if (text === undefined) return undefined;
    if (text !== goBack) wish = { ...wish, [chosen]: text };
  }
}

function fieldLabel(field: EndpointField): string {
  const { l10n } = vscode;
  switch (field) {
    case 'aliases':
      return l10n.t('Aliases…');
    case 'ipv4':
      return l10n.t('IPv4 Address…');
    case 'ipv6':
      return l10n.t('IPv6 Address…');
    case 'linkLocalIps':
      return l10n.t('Link-Local Addresses…');
    case 'links':
      return l10n.t('Links…');
    case 'mac':
      return l10n.t('MAC Address…');
    case 'gatewayPriority':
      return l10n.t('Gateway Priority…');
    case 'driverOptions':
      return l10n.t('Driver Options…');
  }
}

function nothingAsked(field: EndpointField): string {
  const { l10n } = vscode;
  switch (field) {
    case 'ipv4':
    case 'ipv6':
    case 'mac':
      return l10n.t('the engine chooses');
    case 'gatewayPriority':
      return '0';
    case 'aliases':
    case 'linkLocalIps':
    case 'links':
    case 'driverOptions':
      return l10n.t('none');
  }
}

function fieldPrompt(field: EndpointField): string {
  const { l10n } = vscode;
  switch (field) {
    case 'aliases':
      return l10n.t('Aliases: more names on this network, separated by spaces (optional)');
    case 'ipv4':
      return l10n.t('Static IPv4 address (optional; empty: the engine chooses one)');
    case 'ipv6':
      return l10n.t('Static IPv6 address (optional; empty: the engine chooses one)');
    case 'linkLocalIps':
      return l10n.t('Link-local addresses, separated by spaces (optional)');
    case 'links':
      return l10n.t('Links to other containers: container:alias, separated by spaces (optional)');
    case 'mac':
      return l10n.t('MAC address (optional; empty: the engine chooses one)');
    case 'gatewayPriority':
      return l10n.t('Gateway priority: the network with the highest carries the default route');
    case 'driverOptions':
      return l10n.t(
        'Driver options, e.g. {0}',
        'com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.log_martians=1',
      );
  }
}
