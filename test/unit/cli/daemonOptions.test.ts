import assert from 'node:assert/strict';
import { CliError } from '../../../src/cli/cliIo';
import { readDaemonOptions } from '../../../src/cli/daemonOptions';

describe('readDaemonOptions', () => {
  it('reads options as dockerd spells them, the last one of a name', () => {
    assert.deepEqual(
      readDaemonOptions(['userland-proxy=false', '--iptables', 'ip6tables=true', 'ip6tables=0']),
      { userlandProxy: false, iptables: true, ip6tables: false },
    );
  });

  it('leaves out what the engine shows of itself', () => {
    assert.deepEqual(readDaemonOptions(['icc=false', 'ip=203.0.113.2']), {});
  });

  for (const wrong of ['foo=1', 'iptables=perhaps', 'firewall-backend=pf']) {
    it(`refuses ${wrong} in one sentence`, () => {
      assert.throws(() => readDaemonOptions([wrong]), CliError);
    });
  }
});
