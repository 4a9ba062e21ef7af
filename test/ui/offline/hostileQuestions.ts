import type http from 'node:http';
import { look, type HostileWalk } from './hostileWalk';

/** A write that asks first, is under way, and is refused in the engine's words. */
export async function walkRefusal(walk: HostileWalk): Promise<void> {
  const { window, engine, payloads } = walk;
  const member = window.treeItem('Docker Networks', /, container, /).first();
  await window.chooseFromContextMenu(member, 'Disconnect…');
  await window.modal.waitFor();
  await look(walk, 'modal');
  const asked = new Promise<http.ServerResponse>((resolve) => {
    engine.spoil = (what, _answer, response) => {
      if (!what.endsWith('/disconnect')) return false;
      resolve(response);
      return true;
    };
  });
  await window.modalButton('Disconnect').click();
  await window.notification('Disconnecting').waitFor();
  await look(walk, 'progress');
  const response = await asked;
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: payloads.join(' ') }));
  const refused = window.notification(/The engine failed/);
  await refused.getByRole('button', { name: 'Show Log' }).waitFor();
  await look(walk, 'notification');
  engine.spoil = undefined;
  await window.runCommand('Notifications: Clear All Notifications');
}

/** A command that is chosen from a list and copied, which the status bar says. */
export async function walkCopiedCommand(walk: HostileWalk): Promise<void> {
  const { window } = walk;
  const member = window.treeItem('Docker Networks', /, container, /).first();
  await window.chooseFromContextMenu(member, 'Copy as docker Command…');
  await window.quickPickRow('docker network').first().waitFor();
  await look(walk, 'command');
  await window.quickPickRow('docker network').first().click();
  await window.page.locator('.statusbar').getByText('The command is on the clipboard.').waitFor();
  await look(walk, 'status-bar');
}

/** Lists and inputs on the way to a connection, up to a value that is refused. */
export async function walkInputs(walk: HostileWalk): Promise<void> {
  const { window } = walk;
  const network = window.treeItem('Docker Networks', /, network, /).first();
  await window.chooseFromContextMenu(network, 'Connect Container…');
  await window.quickPickRow('img src').first().waitFor();
  await look(walk, 'connect');
  await window.quickPickRow('img src').first().click();
  await window.page.getByRole('button', { name: 'OK' }).click();
  await window.quickPickRow('IPv4 Address…').click();
  const dialog = window.page.locator('.quick-input-widget:visible');
  await dialog.getByText(/^Static IPv4 address/).waitFor();
  await window.fillQuickInput('172.49.0.2');
  await dialog.getByText(/172\.49\.0\.2 is in use by /).waitFor();
  await look(walk, 'input');
  await window.page.keyboard.press('Escape');
}
