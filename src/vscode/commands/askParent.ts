import * as vscode from 'vscode';
import { isKnown } from '../../model/provenance';
import type { Topology } from '../../model/topology';
import { displayText } from '../../scene/displayText';
import type { NetworkWish } from './networkWish';
import { askPick, askText, goBack, type PickItem, type StepPlace } from './steps';

/** One of the host's interfaces, or any by name; a network has its parent to itself (macvlan_setup.go). */
export async function askParent(
  topology: Topology,
  wish: NetworkWish,
  place: StepPlace,
): Promise<string | typeof goBack | undefined> {
  const { l10n } = vscode;
  const users = new Map(
    topology.networks.flatMap(({ kind, name, parentDevice }) =>
      kind === wish.driver && isKnown(parentDevice) ? [[parentDevice.value, name.value]] : [],
    ),
  );
  const interfaces = isKnown(topology.host.interfaces) ? topology.host.interfaces.value : [];
  const usedBy = (name: string) => users.get(name);
  const typed = (value: string, prompt: string) =>
    askText({ ...place, canGoBack: true }, prompt, value, (name) => {
      const user = usedBy(name);
      if (name === '') return l10n.t('Name an interface of the host.');
      return user === undefined ? undefined : l10n.t('{0} is the parent of {1}.', name, user);
    });
  const other = l10n.t('Name of the interface, e.g. eth0, or eth0.20 for a VLAN of it');
  for (;;) {
    const items: readonly PickItem<string>[] = [
      ...interfaces.map(({ name, kind, addresses }) => ({
        label: displayText(name),
        description: displayText(
          [
            kind,
            addresses.join(', '),
            ...(usedBy(name) === undefined ? [] : [l10n.t('parent of {0}', usedBy(name) ?? '')]),
          ]
            .filter((part) => part !== '')
            .join(' · '),
        ),
        value: `nic:${name}`,
      })),
      {
        label: l10n.t('Another Interface…'),
        iconPath: new vscode.ThemeIcon('edit'),
        value: 'other',
      },
      {
        label: l10n.t('None'),
        description: l10n.t('containers reach only each other'),
        iconPath: new vscode.ThemeIcon('circle-slash'),
        value: 'none',
      },
    ];
    const chosen = await askPick(
      place,
      l10n.t('Parent: the interface of the host it hangs on'),
      items,
    );
    if (chosen === undefined || chosen === goBack) return chosen;
    if (chosen === 'none') return '';
    const nic = chosen === 'other' ? undefined : chosen.slice('nic:'.length);
    const user = nic === undefined ? undefined : usedBy(nic);
    if (nic !== undefined && user === undefined) return nic;
    const answer =
      nic === undefined || user === undefined
        ? await typed(wish.parent, other)
        : await typed(
            `${nic}.20`,
            l10n.t('{0} is the parent of {1}: name another, or a VLAN of it', nic, user),
          );
    if (answer !== goBack) return answer;
  }
}
