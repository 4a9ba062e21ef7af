import assert from 'node:assert/strict';
import { readHosts, readResolvConf } from '../../../src/topology/kernelFiles';
import { readLinks } from '../../../src/topology/kernelLinks';
import { readProcNet, readSs } from '../../../src/topology/kernelListeners';
import { readRoutes, readRules } from '../../../src/topology/kernelRoutes';
import { readSysctl } from '../../../src/topology/kernelSysctl';

describe('what the kernel and its files say', () => {
  describe('sockets of a namespace', () => {
    const header =
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
    const line = (local: string, remote: string, state: string) =>
      `${header}\n   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100`;
    const any6 = '00000000000000000000000000000000:0000';

    it('reads an IPv4 address in host byte order', () => {
      const found = readProcNet({ tcp: line('0B00007F:A667', '00000000:0000', '0A') }, new Map());
      assert.deepEqual(found, [{ proto: 'tcp', address: '127.0.0.11', port: 42599, inode: 4711 }]);
    });
    it('takes a wildcard of IPv6 for both families', () => {
      const tcp6 = line('00000000000000000000000000000000:0050', any6, '0A');
      assert.equal(readProcNet({ tcp6 }, new Map())[0]?.address, '*');
    });
    it('takes it for IPv6 alone with bindv6only', () => {
      const tcp6 = line('00000000000000000000000000000000:0050', any6, '0A');
      const sysctl = new Map([['net.ipv6.bindv6only', '1']]);
      assert.equal(readProcNet({ tcp6 }, sysctl)[0]?.address, '::');
    });
    it('reads a mapped IPv4 address', () => {
      const tcp6 = line('0000000000000000FFFF0000020014AC:0050', any6, '0A');
      assert.equal(readProcNet({ tcp6 }, new Map())[0]?.address, '172.20.0.2');
    });
    it('leaves out connections', () => {
      const tcp = line('0200 14AC:0050'.replace(' ', ''), '030014AC:C000', '01');
      assert.deepEqual(readProcNet({ tcp }, new Map()), []);
    });
    it('takes unconnected UDP sockets', () => {
      const udp = line('00000000:1388', '00000000:0000', '07');
      assert.deepEqual(readProcNet({ udp }, new Map())[0]?.port, 5000);
    });
  });

  it('reads ss, with programs and process ids', () => {
    const text = [
      'tcp LISTEN 0 4096 0.0.0.0:8080 0.0.0.0:* users:(("docker-proxy",pid=18553,fd=7))',
      'tcp LISTEN 0 4096 [::]:8080 [::]:* users:(("",pid=7,fd=7))',
      'tcp LISTEN 0 64 *:22222 *:*',
      'udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*',
      'icmp6 UNCONN 0 0 *:58 *:*',
    ].join('\n');
    assert.deepEqual(readSs(text), [
      { proto: 'tcp', address: '0.0.0.0', port: 8080, program: 'docker-proxy', pid: 18553 },
      { proto: 'tcp', address: '::', port: 8080, pid: 7 },
      { proto: 'tcp', address: '*', port: 22222 },
      { proto: 'udp', address: '127.0.0.53', port: 53 },
    ]);
  });

  it('reads routes of both families, without repeating them', () => {
    const six = { dst: 'default', gateway: 'fe80::1', dev: 'eth0', metric: 1024, pref: 'medium' };
    const four = { dst: 'default', gateway: '172.18.0.1', dev: 'eth0', flags: [] };
    const host = { type: 'local', dst: '172.18.0.2', dev: 'eth0', table: 'local', scope: 'host' };
    const routes = readRoutes([four, host, six, { dst: '10.0.0.0/8', flags: ['dead'] }], [six]);
    assert.deepEqual(
      routes.map(({ family, type, table, destination, gateway }) => [
        family,
        type,
        table,
        destination,
        gateway,
      ]),
      [
        [4, 'unicast', 'main', '0.0.0.0/0', '172.18.0.1'],
        [4, 'local', 'local', '172.18.0.2/32', undefined],
        [6, 'unicast', 'main', '::/0', 'fe80::1'],
      ],
    );
  });

  it('marks policy rules that are not understood', () => {
    const [local, odd] = readRules(
      [
        { priority: 100, src: '10.0.0.0', srclen: 8, table: '7', ipproto: 'tcp' },
        { priority: 0, src: 'all', table: 'local' },
      ],
      undefined,
    );
    assert.equal(local?.table, 'local');
    assert.equal(odd?.from, '10.0.0.0/8');
    assert.match(odd.notUnderstood ?? '', /ipproto/);
  });

  it('reads interfaces, ports of bridges and children of NICs', () => {
    const links = readLinks([
      { ifindex: 1, ifname: 'lo', flags: ['LOOPBACK', 'UP'], link_type: 'loopback' },
      {
        ifindex: 6,
        link_index: 2,
        ifname: 'veth5',
        flags: ['UP'],
        master: 'br-1',
        linkinfo: { info_kind: 'veth', info_slave_data: { hairpin: true } },
        addr_info: [{ family: 'inet', local: '10.0.0.1', prefixlen: 24, scope: 'global' }],
      },
      {
        ifindex: 7,
        link_index: 2,
        ifname: 'mv',
        linkinfo: { info_kind: 'macvlan', info_data: { mode: 'private' } },
      },
      { ifname: 'no index' },
    ]);
    assert.deepEqual(
      links.map(({ name, kind, up, master, hairpin, mode }) => [
        name,
        kind,
        up,
        master,
        hairpin,
        mode,
      ]),
      [
        ['lo', 'loopback', true, undefined, undefined, undefined],
        ['veth5', 'veth', true, 'br-1', true, undefined],
        ['mv', 'macvlan', false, undefined, undefined, 'private'],
      ],
    );
    assert.deepEqual(links[1]?.addresses, [
      { family: 4, address: '10.0.0.1', prefixLength: 24, scope: 'global' },
    ]);
  });

  it('reads hosts files', () => {
    assert.deepEqual(
      readHosts('127.0.0.1\tlocalhost\n# x\nnonsense\n172.18.0.2  web web.test # mine\n'),
      [
        { address: '127.0.0.1', names: ['localhost'] },
        { address: '172.18.0.2', names: ['web', 'web.test'] },
      ],
    );
  });

  it('reads resolv.conf with the engine’s comment', () => {
    const text =
      'nameserver 127.0.0.11\nsearch lan.test .\noptions edns0 ndots:0\n# ExtServers: [host(203.0.113.9) 9.9.9.9]\n';
    assert.deepEqual(readResolvConf(text), {
      nameservers: ['127.0.0.11'],
      search: ['lan.test'],
      ndots: 0,
      upstreams: [
        { address: '203.0.113.9', from: 'host' },
        { address: '9.9.9.9', from: 'container' },
      ],
    });
  });

  it('reads settings in both spellings, also of interfaces with a dot', () => {
    const settings = readSysctl(
      'net.ipv4.ip_forward = 1\n/proc/sys/net/ipv4/conf/eth0.50/route_localnet 0\n',
    );
    assert.deepEqual(
      [...settings],
      [
        ['net.ipv4.ip_forward', '1'],
        ['net.ipv4.conf.eth0.50.route_localnet', '0'],
      ],
    );
  });
});
