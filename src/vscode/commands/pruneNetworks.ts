import * as vscode from 'vscode';
import { isPredefined, networkUsers, removalEffects } from '../../analysis/networkRemoval';
import type { Network } from '../../model/network';
import { isKnown } from '../../model/provenance';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from './commandServices';
import { removeLine } from './dockerLine';
import { engineOf, type CommandEngine } from './engineOf';
import { removeNetworks } from './removeNetworks';
import { askMany, goBack, type PickItem } from './steps';
import { confirmChange, freshReading, mayWrite } from './writeAccess';
import { showInformation } from '../messages';

/**
 * *Prune Networks…*: lists what nobody is on, removes exactly what stays checked, offers undo. The
 * engine's own prune is not used: it would remove what came in between, too.
 */
export async function pruneNetworks(services: CommandServices): Promise<void> {
  if (!(await mayWrite())) return;
  const { l10n } = vscode;
  if ((await engineOf(services)) === undefined) return;
  const { topology, snapshot } = await freshReading(services);
  const items = pruneItems({ topology, snapshot });
  if (items.length === 0) {
    void showInformation(l10n.t('Every network is in use: nothing to prune.'));
    return;
  }
  const place = { title: l10n.t('Prune Networks'), step: 1, total: 1 };
  const chosen = await askMany(place, l10n.t('Networks to remove'), items, 'allowed');
  if (chosen === undefined || chosen === goBack || chosen.length === 0) return;
  const names = chosen.map(({ name }) => displayText(name.value));
  const question =
    chosen.length === 1
      ? l10n.t('Remove the network {0}?', names[0] ?? '')
      : l10n.t('Remove {0} networks?', chosen.length);
  const effects = chosen.flatMap((network) => removalEffects(topology, network));
  const texts = [...effects, '', removeLine(chosen)].map(displayText);
  if (!(await confirmChange(question, texts, l10n.t('Remove')))) return;
  await removeNetworks(services, chosen);
}

/** Those the engine would prune are checked; those that a stopped container waits for are offered only. */
function pruneItems({ topology, snapshot }: CommandEngine): readonly PickItem<Network>[] {
  const { l10n } = vscode;
  const configOnly = new Set(
    snapshot.networks.filter(({ ConfigOnly }) => ConfigOnly === true).map(({ Id }) => Id),
  );
  return topology.networks
    .filter((network) => !isPredefined(network) && !network.ingress.value)
    .filter(({ id }) => !configOnly.has(id) && networkUsers(topology, id).active.length === 0)
    .map((value) => {
      const waiting = networkUsers(topology, value.id).waiting.map(({ name }) => name.value);
      const subnets = value.ipam.flatMap(({ subnet }) => (isKnown(subnet) ? [subnet.value] : []));
      const details = [
        value.driver.value,
        ...subnets,
        ...(waiting.length === 0
          ? []
          : [l10n.t('stopped containers need it: {0}', waiting.join(', '))]),
      ];
      return {
        label: displayText(value.name.value),
        description: displayText(details.join(' · ')),
        picked: waiting.length === 0,
        value,
      };
    });
}
