import assert from 'node:assert/strict';
import { ruleFindings } from '../../../../src/analysis/findings/ruleFindings';
import type { Snapshot } from '../../../../src/model/snapshot';
import { buildTopology } from '../../../../src/topology/buildTopology';
import { changedSnapshot, oracleNames, oracleSnapshot } from '../../../support/oracleSnapshots';

const name = 'docker28/a_three_tier';

function findings(snapshot: Snapshot): readonly string[] {
  const topology = buildTopology(snapshot, { kind: 'snapshot', label: name }, name);
  return ruleFindings(topology).map(
    ({ code, severity, sentence }) => `${code} ${severity} ${sentence}`,
  );
}

/** The three-tier engine after somebody changed its rules. */
function changedEngine(change: (iptables: string) => string, nft?: unknown): Snapshot {
  return changedSnapshot(name, (json) => {
    const host = json['host'] as Readonly<Record<string, unknown>>;
    const before = String(host['iptables']);
    const iptables = change(before);
    assert.ok(nft !== undefined || iptables !== before, 'the change changes something');
    return { ...json, host: { ...host, iptables, ...(nft === undefined ? {} : { nft }) } };
  });
}

function changed(change: (iptables: string) => string, nft?: unknown): readonly string[] {
  return findings(changedEngine(change, nft));
}

function without(pattern: RegExp) {
  return (text: string) =>
    text
      .split('\n')
      .filter((line) => !pattern.test(line))
      .join('\n');
}

function inserted(chain: string, rule: string) {
  return (text: string) => text.replace(`-A ${chain} `, `-A ${chain} ${rule}\n-A ${chain} `);
}

describe('findings about rules', () => {
  // The kernel under the swarm had no IPVS: its routing mesh was never written, which is found.
  const swarm = /n_swarm_overlay$/;
  for (const engine of oracleNames()) {
    it(`are ${swarm.test(engine) ? 'the missing mesh' : 'none'} for ${engine}`, () => {
      const topology = buildTopology(
        oracleSnapshot(engine),
        { kind: 'snapshot', label: engine },
        engine,
      );
      const found = ruleFindings(topology).map(({ sentence }) => sentence);
      if (!swarm.test(engine)) assert.deepEqual(found, []);
      else assert.match(found.join('\n'), /^9 rules .* DOCKER-INGRESS/);
    });
  }

  it('tell a published port whose rule is gone', () => {
    const [found, ...more] = changed(without(/-A DOCKER .* DNAT/));
    assert.deepEqual(more, []);
    assert.match(
      found ?? '',
      /^rule-missing warning The rule in nat DOCKER that rewrites connections to host port \d+ so that they go to web, /,
    );
  });

  it('name what a finding is about', () => {
    const topology = buildTopology(
      changedEngine(without(/-A DOCKER .* DNAT/)),
      { kind: 'snapshot', label: name },
      name,
    );
    const [found] = ruleFindings(topology);
    const [port] = topology.publishedPorts.filter(
      ({ hostAddress }) => hostAddress.value === '0.0.0.0',
    );
    assert.deepEqual(found?.refs.ports, [port?.id]);
    assert.ok(found.nextStep.length > 20);
  });

  it('are worse where a jump of a built-in chain is gone', () => {
    const found = changed(without(/-A FORWARD -j DOCKER-FORWARD/));
    assert.match(found.join('\n'), /^rule-missing error The rule in filter FORWARD that asks/);
  });

  it('are one where a flush took everything', () => {
    const found = changed((text) => text.replace(/^-A (DOCKER-|FORWARD).*\n/gm, ''));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /^rules-missing error \d+ rules that Docker would have written/);
  });

  it('tell a foreign rule that stops packets before Docker is asked', () => {
    const found = changed(inserted('FORWARD', '-i eth0 -j DROP'));
    assert.match(
      found.join('\n'),
      /^foreign-rule-first warning Rule 1 of filter FORWARD, which is not Docker’s, drops packets that came in by device eth0 before/,
    );
  });

  it('follow foreign jumps', () => {
    const found = changed((text) =>
      inserted(
        'FORWARD',
        '-j ufw-before-forward',
      )(text)
        .replace(/(:DOCKER-USER .*)/, '$1\n:ufw-before-forward - [0:0]')
        .replace(
          '-A FORWARD -j DOCKER-USER',
          '-A FORWARD -j DOCKER-USER\n-A ufw-before-forward -p tcp -j REJECT',
        ),
    );
    assert.match(
      found.join('\n'),
      /foreign-rule-first warning Rule 1 of filter ufw-before-forward, which is ufw’s, refuses/,
    );
  });

  it('leave the administrator’s chain alone, and what comes after Docker’s rules', () => {
    assert.deepEqual(
      changed((text) =>
        text.replace(
          '-A FORWARD -j DOCKER-USER',
          '-A FORWARD -j DOCKER-USER\n-A DOCKER-USER -i eth0 -j DROP',
        ),
      ),
      [],
    );
    assert.deepEqual(
      changed((text) =>
        text.replace(/(-A FORWARD -j DOCKER-FORWARD)/, '$1\n-A FORWARD -i eth0 -j DROP'),
      ),
      [],
    );
  });

  it('tell a table of nftables that drops what is forwarded', () => {
    const { host } = oracleSnapshot(name);
    const place = { family: 'inet', table: 'mine' };
    const nft = {
      nftables: [
        ...(host?.nft as { nftables: readonly unknown[] }).nftables,
        { table: { family: 'inet', name: 'mine' } },
        {
          chain: {
            ...place,
            name: 'fwd',
            type: 'filter',
            hook: 'forward',
            prio: 10,
            policy: 'drop',
          },
        },
      ],
    };
    assert.deepEqual(
      changed((text) => text, nft),
      [
        'foreign-chain-drops warning The chain fwd of table inet mine drops what it does not let through itself, whatever Docker’s rules say.',
      ],
    );
  });

  it('need rules that were read', () => {
    const api = changedSnapshot(name, ({ host: _, ...rest }) => rest);
    assert.deepEqual(findings(api), []);
  });
});
