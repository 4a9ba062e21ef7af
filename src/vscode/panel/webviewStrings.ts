import * as vscode from 'vscode';
import type { WebviewStrings } from '../../protocol/strings';

/** What the webview itself says, translated. `{0}` is filled in there. */
export function webviewStrings(): WebviewStrings {
  const { l10n } = vscode;
  return {
    graphLabel: l10n.t('Drawing of {0}. The outline lists the same.'),
    toolbarLabel: l10n.t('Graph'),
    fit: l10n.t('Fit into View'),
    zoomIn: l10n.t('Zoom In'),
    zoomOut: l10n.t('Zoom Out'),
    refresh: l10n.t('Refresh'),
    chooseProject: l10n.t('Choose Compose Project…'),
    outline: l10n.t('Outline'),
    outlineKeys: l10n.t(
      'Arrow keys move, Enter shows details, Shift+F10 opens the menu, Esc closes.',
    ),
    legend: l10n.t('Legend'),
    legendObserved: l10n.t('Solid: observed'),
    legendPredicted: l10n.t('Dashed: declared or predicted'),
    legendUnknown: l10n.t('Dotted: not known'),
    legendDefaultRoute: l10n.t('Thick: default route'),
    legendInactive: l10n.t('Pale: stopped or paused'),
    legendInternal: l10n.t('Cut corners: internal network'),
    legendOrphan: l10n.t('Square and thick: left over'),
    notes: l10n.t('Not shown or not known'),
    loading: l10n.t('Reading…'),
    stale: l10n.t('Out of date: {0}'),
    sourceObserved: l10n.t('observed: {0}'),
    sourceDeclared: l10n.t('declared: {0}'),
    sourcePredicted: l10n.t('predicted: {0}'),
    sourceUnknown: l10n.t('not known: {0}'),
    cardFailed: l10n.t('The details could not be read: {0}'),
    closeCard: l10n.t('Close'),
    firewall: l10n.t('Firewall'),
    closeFirewall: l10n.t('Close Firewall'),
    firewallHint: l10n.t(
      'Choose a rule to see in the drawing what it is about; choose it again to end that.',
    ),
    firewallFailed: l10n.t('The firewall rules could not be read: {0}'),
    firewallUnknown: l10n.t('The firewall rules are not known: {0}. What would settle it: {1}.'),
    firewallFindings: l10n.t('What differs from Docker’s own rules'),
    firewallRules: l10n.t('{0} rules'),
    firewallNotUnderstood: l10n.t('not understood'),
    firewallHighlighted: l10n.t('Highlighted what this rule is about: {0}'),
    firewallNothing: l10n.t('This rule is about every packet: {0}'),
    severityError: l10n.t('Error'),
    severityWarning: l10n.t('Warning'),
    severityInformation: l10n.t('Information'),
    firewallOwner: {
      ufw: l10n.t('ufw’s rule'),
      firewalld: l10n.t('firewalld’s rule'),
      admin: l10n.t('the administrator’s rule'),
      other: l10n.t('a rule of another program'),
    },
    menuLabel: l10n.t('Actions for {0}'),
    menuEmpty: l10n.t('Nothing to do here'),
    menuFailed: l10n.t('The menu could not be read: {0}'),
    graphUpdated: l10n.t('Now drawn: {0}'),
    selected: l10n.t('Selected: {0}'),
  };
}
