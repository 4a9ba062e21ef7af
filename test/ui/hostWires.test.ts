import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import type { TestContainer, TestEngine, TestNetwork } from '../support/engine/testEngine';
import { problemsInWebview } from './accessibility';
import type { EditorWindow } from './editorWindow';
import { windowOnEngine } from './windowOnEngine';

const publishedHeading = /80\/tcp/;

interface Link {
  readonly ifindex: number;
  readonly ifname: string;
  readonly link_index?: number;
}

/** Needs root: only root reads the rules and looks into other namespaces without a helper. */
describe('what the kernel of this host does', function () {
  this.timeout(120_000);
  let engine: TestEngine;
  let window: EditorWindow;
  let front: TestNetwork;
  let web: TestContainer;

  const plug = () => `veth:${web.name}@${front.name}`;
  const cardOf = async (id: string, heading: RegExp) => (await window.graph()).card(id, heading);
  const publishedPort = async () => {
    const ids = await (await window.graph()).ids();
    const found = ids.find((id) => id.startsWith('port:') && id.includes(web.name));
    assert.ok(found, `no published port among ${ids.join(', ')}`);
    return found;
  };
  /** Packets the rule has rewritten that sends connections to the container. */
  const rewritten = (card: string): number => {
    const count = /rewrites connections [^\n]*\(([\d,]+) packets?,/.exec(card)?.[1];
    assert.ok(count !== undefined, `no rule that rewrites, with its counter, in: ${card}`);
    return Number(count.replaceAll(',', ''));
  };

  windowOnEngine({
    prefix: 'hw',
    asRoot: true,
    fill: async (made) => {
      engine = made;
      front = await engine.makeNetwork('front');
      web = await engine.runContainer('web', {
        network: front.name,
        ports: { '80/tcp': '' },
        command: ['httpd', '-f', '-p', '80'],
      });
    },
    open: (opened) => {
      window = opened;
    },
  });

  it('is drawn: the veth by the name it has', async () => {
    await window.openView('Docker Networks');
    await window.treeItem('Docker Networks', new RegExp(`^${front.name}, network`)).waitFor();
    await window.fileTab('docker-compose.yml').waitFor();
    await window.runCommand('Vethscope: Show Engine Network Graph');
    await window.graphWith(plug());
    const { State } = await engine.docker.getContainer(web.id).inspect();
    const [inside] = links(
      'nsenter',
      '-t',
      String(State.Pid),
      '-n',
      'ip',
      '-j',
      'link',
      'show',
      'eth0',
    );
    const veth = links('ip', '-j', 'link').find(({ ifindex }) => ifindex === inside?.link_index);
    assert.ok(veth, 'the container has no veth on the host');
    const card = await cardOf(plug(), /^Plug of /);
    assert.ok(card.includes(veth.ifname), `"${veth.ifname}" is not in: ${card}`);
    await window.screenshot('card-of-a-veth');
  });

  it('tells the rule behind a published port, and how often it was used', async () => {
    const port = await publishedPort();
    const before = await cardOf(port, publishedHeading);
    assert.match(before, /-A DOCKER .*-j DNAT --to-destination/);
    const count = rewritten(before);
    await window.screenshot('card-of-a-published-port');
    await askThroughPort();
    await window.runCommand('Vethscope: Refresh');
    const deadline = Date.now() + 20_000;
    let now = count;
    while (now <= count && Date.now() < deadline) {
      await window.page.mouse.move(5, 5);
      now = rewritten(await cardOf(await publishedPort(), publishedHeading));
    }
    assert.ok(now > count, `${count} packets before the request, ${now} after`);
    await window.screenshot('card-after-a-request');
  });

  it('is listed whole in the firewall panel, where a rule shows what it is about', async () => {
    await window.runCommand('Vethscope: Show Firewall');
    const graph = await window.graph();
    const firewall = graph.frame.locator('aside.firewall');
    const rule = firewall.getByRole('button', { name: /-A DOCKER .*-j DNAT/ }).first();
    await rule.waitFor();
    await rule.click();
    await graph.frame.waitForFunction(
      () => (globalThis.__vethscopeGraph?.dimmed().length ?? 0) > 0,
    );
    const dimmed = await graph.frame.evaluate(() => globalThis.__vethscopeGraph?.dimmed() ?? []);
    assert.ok(!dimmed.includes(`container:${web.name}`), 'what the rule is about is dimmed');
    await window.screenshot('firewall');
    assert.deepEqual(await problemsInWebview(graph.frame), []);
  });

  it('never met its content security policy', () => {
    assert.deepEqual(window.policyErrors, []);
  });

  /** By the network's own gateway: a connection to 127.0.0.1 would take docker-proxy instead of the rule. */
  async function askThroughPort(): Promise<void> {
    const { NetworkSettings } = await engine.docker.getContainer(web.id).inspect();
    const host = NetworkSettings.Networks[front.name]?.Gateway;
    const port = Number(NetworkSettings.Ports['80/tcp']?.[0]?.HostPort);
    await new Promise<void>((answered, failed) => {
      http
        .get({ host, port, timeout: 5_000 }, (response) => {
          response.resume();
          response.once('end', answered);
        })
        .once('error', failed);
    });
  }
});

function links(command: string, ...args: string[]): readonly Link[] {
  return JSON.parse(execFileSync(command, args, { encoding: 'utf8' })) as readonly Link[];
}
