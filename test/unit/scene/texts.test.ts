import assert from 'node:assert/strict';
import { defaultFontMetrics } from '../../../src/scene/defaultFontMetrics';
import { displayText } from '../../../src/scene/displayText';
import { cutText, textWidth } from '../../../src/scene/measureText';
import {
  busId,
  containerId,
  endpointId,
  networkId,
  nounOf,
  portId,
  sandboxId,
  vethId,
} from '../../../src/scene/sceneIds';
import { aNetwork, aTopology } from '../../support/topologyBuilder';

const { mono, detail } = defaultFontMetrics;

describe('displayText', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['leaves plain text alone', 'web-1', 'web-1'],
    ['leaves markup alone: it is drawn as text', '<script>"a"</script>', '<script>"a"</script>'],
    ['writes control characters out', 'a\nb\u001b[2Jc', 'a<U+000A>b<U+001B>[2Jc'],
    ['writes C1 controls out', 'a\u0085b', 'a<U+0085>b'],
    ['writes a right-to-left override out', 'txt\u202egpj', 'txt<U+202E>gpj'],
    ['writes foreign isolates out', 'a\u2066b\u2069', 'a<U+2066>b<U+2069>'],
    ['writes what has no width out', 'a\u200bb\ufeff', 'a<U+200B>b<U+FEFF>'],
    ['writes half a surrogate pair out', 'a\ud800b', 'a<U+D800>b'],
    ['isolates letters of right-to-left scripts', 'שלום', '\u2068שלום\u2069'],
    ['leaves emoji whole', '👩‍💻', '👩‍💻'],
  ];
  for (const [situation, text, shown] of table) {
    it(situation, () => assert.equal(displayText(text), shown));
  }

  it('leaves what it made as it is', () => {
    for (const text of ['שלום', 'a\u202eש', '\u2068ש\u2069', `${'ש'.repeat(3_000)}`, 'x\u2068y']) {
      const shown = displayText(text);
      assert.equal(displayText(shown), shown);
    }
    assert.equal(displayText('\u2068a\u2069'), '<U+2068>a<U+2069>', 'which nothing needs');
    const broken = '\u2068ש\u2069\u202e\u2068ש\u2069';
    assert.doesNotMatch(displayText(broken).slice(1, -1), /[\u2066-\u2069\u202e]/);
  });
});

describe('cutText', () => {
  it('leaves what fits', () => assert.equal(cutText('web', mono, 100), 'web'));

  it('cuts what does not, and what is left fits', () => {
    const cut = cutText('a'.repeat(255), mono, 60);
    assert.match(cut, /^a+…$/);
    assert.ok(textWidth(cut, mono) <= 60);
    assert.ok(textWidth(`a${cut}`, mono) > 60, 'no letter less than needed');
  });

  it('does not cut through a character of several code points', () => {
    const family = '👩‍👩‍👧';
    const cut = cutText(family.repeat(9), detail, 5 * detail.other);
    assert.equal(cut, `${family.repeat(4)}…`);
  });

  it('takes no time for a text without end', () => {
    const began = Date.now();
    const cut = cutText(displayText(`${'x'.repeat(1_000_000)}ש`), mono, 60);
    assert.match(cut, /^\u2068?x+…\u2069?$/);
    assert.ok(Date.now() - began < 2_000, `${Date.now() - began} ms`);
  });

  it('closes the isolation it opened', () => {
    const cut = cutText(displayText('ש'.repeat(99)), detail, 6 * detail.other);
    assert.match(cut, /^\u2068ש+…\u2069$/);
  });

  it('is empty when not even the ellipsis fits', () => assert.equal(cutText('abc', detail, 2), ''));
});

describe('nounOf', () => {
  const front = aNetwork('front', { subnet: '10.1.0.0/24' });
  const lan = aNetwork('lan', { kind: 'macvlan', parent: 'eth0' });
  const topology = aTopology([front, lan], {
    web: { networks: ['front'], ports: [['0.0.0.0', 80, 80]] },
    side: { shares: 'web' },
  });
  const [container] = topology.containers.filter(({ key }) => key === 'web');
  const [endpoint] = topology.endpoints;
  const [port] = topology.publishedPorts;
  const sandbox = topology.sandboxes.find(({ containerIds }) => containerIds.length === 2);
  assert.ok(container && endpoint && port && sandbox);

  const table: readonly (readonly [string, string])[] = [
    ['host:host', 'host'],
    ['outside:world', 'outside'],
    [networkId(front), 'network'],
    [busId(front), 'bridge'],
    [busId(lan), 'parent'],
    [containerId(container), 'container'],
    [endpointId(endpoint), 'endpoint'],
    [vethId(endpoint), 'veth'],
    [portId(port), 'port'],
    [sandboxId(sandbox, container), 'sandbox'],
  ];
  for (const [id, kind] of table) {
    it(`finds ${id}`, () => assert.equal(nounOf(topology, id)?.kind, kind));
  }

  for (const id of ['', ':', 'network:', 'network:gone', 'nic:eth7', 'toString:front']) {
    it(`finds nothing for ${JSON.stringify(id)}`, () =>
      assert.equal(nounOf(topology, id), undefined));
  }
});
