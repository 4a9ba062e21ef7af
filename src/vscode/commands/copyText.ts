import * as vscode from 'vscode';
import { targetAddresses, targetName } from '../elementTarget';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget, resolveSubject } from './commandTarget';
import { showInformation } from '../messages';

/** *Copy Name*: a container's, or a network's. */
export async function copyName(services: CommandServices, argument: unknown): Promise<void> {
  const target = await targetOf(services, argument, vscode.l10n.t('Copy Name'));
  const name = target && targetName(target);
  if (name !== undefined) await vscode.env.clipboard.writeText(name);
}

/** *Copy Address*: an endpoint's, all of a container's, or a network's subnets; one a line. */
export async function copyAddress(services: CommandServices, argument: unknown): Promise<void> {
  const target = await targetOf(services, argument, vscode.l10n.t('Copy Address'));
  if (target === undefined) return;
  const addresses = targetAddresses(target.topology, target);
  if (addresses.length > 0) {
    await vscode.env.clipboard.writeText(addresses.join('\n'));
    return;
  }
  void showInformation(vscode.l10n.t('It has no address now.'));
}

async function targetOf({ engine, sources }: CommandServices, argument: unknown, title: string) {
  const subject = asSubject(argument);
  return subject === undefined ? pickTarget(engine, title) : resolveSubject(sources, subject);
}
