import type http from 'node:http';
import type { Spoil } from '../../faults/recordedEngine';
import { look, type HostileWalk } from './hostileWalk';

/** A terminal is called as its container is, whatever runs in it wants to call it. */
export async function walkTerminal(walk: HostileWalk): Promise<void> {
  const { window, engine } = walk;
  const streams: http.ServerResponse[] = [];
  engine.spoil = shellThatSays('\u001b]0;owned\u0007printed', streams);
  await window.runCommand('Vethscope: Open Terminal in the Container');
  await window.quickPickRow('![see]').first().waitFor();
  await look(walk, 'terminal-pick');
  await window
    .quickPickRow(/^!\[see\]/)
    .first()
    .click();
  await window.page.locator('.xterm-rows').getByText('printed').waitFor();
  const tab = window.page.locator('.part.panel .single-terminal-tab');
  await tab.filter({ hasText: /_see_http_127\.0\.0\.1_\d+_markdown\.png_3/ }).waitFor();
  await look(walk, 'terminal');
  await tab.hover();
  await window.page.locator('.monaco-hover:visible .hover-contents').first().waitFor();
  await look(walk, 'terminal-tooltip');
  for (const { socket } of streams) socket?.end();
  await tab.waitFor({ state: 'detached' });
  engine.spoil = undefined;
  await window.page.mouse.move(700, 450);
}

/** Answers as an engine does in whose containers there is a shell that says this and waits. */
function shellThatSays(text: string, streams: http.ServerResponse[]): Spoil {
  return (what, _answer, response) => {
    const { headers } = response.req;
    const isDocker = /^docker/i.test(headers['user-agent'] ?? '');
    const say = (body: unknown, more: http.OutgoingHttpHeaders = {}) => {
      response.writeHead(200, { 'content-type': 'application/json', ...more });
      response.end(JSON.stringify(body));
      return true;
    };
    if (what === '/_ping') return say('OK', { 'api-version': '1.47', ostype: 'linux' });
    if (isDocker && what.startsWith('/containers/') && what.endsWith('/json'))
      return say({ Id: 'c', State: { Running: true }, Config: { Tty: false } });
    if (what.endsWith('/exec')) return say({ Id: 'shell' });
    if (what === '/exec/shell/json') return say({ ID: 'shell', ExitCode: 0, Running: false });
    if (what === '/exec/shell/resize') return say({});
    if (what !== '/exec/shell/start') return false;
    if (headers.upgrade === undefined) return say('');
    streams.push(response);
    response.socket?.write(
      `HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n${text}`,
    );
    return true;
  };
}
