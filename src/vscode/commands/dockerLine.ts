import * as vscode from 'vscode';
import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import {
  connectArguments,
  disconnectArguments,
  removeArguments,
} from '../../sources/engine/dockerArguments';
import type { EndpointSettings } from '../../sources/engine/engine';
import { shellLine, type Shell } from '../../sources/engine/shellWords';

/** A docker command as a line for the shell that this machine's terminals run. */
export function dockerLine(words: readonly string[]): string {
  return shellLine(words, terminalShell());
}

/** Windows' own shells take PowerShell's quotes; git's bash, WSL and all others POSIX's. */
function terminalShell(): Shell {
  if (process.platform !== 'win32') return 'posix';
  return /(?:ba|z|da|fi)?sh(?:\.exe)?$/i.test(vscode.env.shell) &&
    !/(?:power|pw)sh/i.test(vscode.env.shell)
    ? 'posix'
    : 'powershell';
}

/** `docker network connect …` by names. */
export function connectLine(
  network: Network,
  container: Container,
  settings: EndpointSettings,
): string {
  const request = { networkId: network.id, containerId: container.id, settings };
  return dockerLine(connectArguments(request, namesOf(network, container)));
}

/** `docker network disconnect …` by names. */
export function disconnectLine(network: Network, container: Container): string {
  const request = { networkId: network.id, containerId: container.id, force: false };
  return dockerLine(disconnectArguments(request, namesOf(network, container)));
}

/** `docker network rm …` by names. */
export function removeLine(networks: readonly Network[]): string {
  return dockerLine(removeArguments(networks.map(({ name }) => name.value)));
}

function namesOf(network: Network, container: Container) {
  return { network: network.name.value, container: container.name.value };
}

/** Puts a command on the clipboard and says so. */
export async function copyLine(line: string): Promise<void> {
  await vscode.env.clipboard.writeText(line);
  vscode.window.setStatusBarMessage(vscode.l10n.t('The command is on the clipboard.'), 4_000);
}
