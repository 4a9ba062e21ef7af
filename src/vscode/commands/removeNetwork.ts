import * as vscode from 'vscode';
import { isPredefined, networkUsers, removalEffects } from '../../analysis/networkRemoval';
import type { Network } from '../../model/network';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from './commandServices';
import { resolveSubjects } from './commandTarget';
import { removeLine } from './dockerLine';
import { engineOf } from './engineOf';
import { removeNetworks } from './removeNetworks';
import { askPick, goBack } from './steps';
import { confirmChange, freshReading, mayWrite } from './writeAccess';
import { showInformation } from '../messages';

/** *Remove Network…*: says what breaks, offers to take off who is on it, removes, offers undo. */
export async function removeNetwork(
  services: CommandServices,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await mayWrite())) return;
  const { l10n } = vscode;
  const read = await engineOf(services);
  if (read === undefined) return;
  const chosen = resolveSubjects(services.sources, argument, selected).flatMap(
    ({ network }) => network ?? [],
  );
  const wished = chosen.length > 0 ? chosen : await pickNetwork(read.topology);
  const networks = [...new Set(wished)];
  const own = networks.find(isPredefined);
  if (own !== undefined) {
    void showInformation(
      l10n.t(
        '{0} belongs to the engine itself and cannot be removed.',
        displayText(own.name.value),
      ),
    );
    return;
  }
  if (networks.length === 0) return;
  const { topology } = await freshReading(services);
  const inUse = networks.some(({ id }) => networkUsers(topology, id).inTheWay.length > 0);
  const [first] = networks;
  const question =
    networks.length === 1 && first !== undefined
      ? l10n.t('Remove the network {0}?', displayText(first.name.value))
      : l10n.t('Remove {0} networks?', networks.length);
  const effects = networks.flatMap((network) => removalEffects(topology, network));
  const refusal = inUse
    ? [l10n.t('The engine removes no network that containers are on: they are disconnected first.')]
    : [];
  const button = inUse ? l10n.t('Disconnect and Remove') : l10n.t('Remove');
  const texts = [...effects, ...refusal, '', removeLine(networks)].map(displayText);
  if (!(await confirmChange(question, texts, button))) return;
  await removeNetworks(services, networks);
}

async function pickNetwork(topology: Topology): Promise<readonly Network[]> {
  const { l10n } = vscode;
  const networks = topology.networks.filter((network) => !isPredefined(network));
  if (networks.length === 0) {
    void showInformation(
      l10n.t('There is no network that could be removed: the engine’s own stay.'),
    );
    return [];
  }
  const place = { title: l10n.t('Remove Network'), step: 1, total: 1 };
  const network = await askPick(
    place,
    l10n.t('Network to remove'),
    networks.map((value) => {
      const count = networkUsers(topology, value.id).active.length;
      const users =
        count === 0
          ? l10n.t('unused')
          : count === 1
            ? l10n.t('1 container')
            : l10n.t('{0} containers', count);
      return {
        label: displayText(value.name.value),
        description: displayText(`${value.driver.value} · ${users}`),
        value,
      };
    }),
  );
  return network === undefined || network === goBack ? [] : [network];
}
