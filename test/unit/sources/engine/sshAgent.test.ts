import assert from 'node:assert/strict';
import { openEngine } from '../../../../src/sources/engine/dockerodeEngine';
import { sshArguments } from '../../../../src/sources/engine/sshAgent';
import { sshError } from '../../../../src/sources/engine/sshError';
import { failure, patient } from '../../../support/engine/openedEngine';

describe('what ssh is started with', () => {
  const always = '-T -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=30';

  it('leaves to its configuration what the address leaves out', () => {
    assert.equal(
      sshArguments({ kind: 'ssh', host: 'box' }).join(' '),
      `${always} -- box docker system dial-stdio`,
    );
  });

  it('names user, port and socket where the address does', () => {
    const address = { kind: 'ssh', host: 'box', user: 'ada', port: 2222 } as const;
    assert.equal(
      sshArguments({ ...address, socketPath: '/run/docker.sock' }).join(' '),
      `${always} -l ada -p 2222 -- box docker --host 'unix:///run/docker.sock' system dial-stdio`,
    );
  });

  it('lets no path be more than one word on the other side', () => {
    const args = sshArguments({ kind: 'ssh', host: 'box', socketPath: "/a'; rm -rf $HOME #" });
    assert.ok(args.includes(`'unix:///a'\\''; rm -rf $HOME #'`));
  });

  it('is told when there is no such program', async () => {
    const endpoint = {
      kind: 'ssh',
      host: 'box',
      label: 'ssh://box',
      chosenBecause: 'a test',
    } as const;
    const engine = await openEngine(endpoint, { sshProgram: '/nonexistent/ssh' });
    const error = await failure(engine.read(patient));
    engine.dispose();
    assert.equal(error.reason, 'sshMissing');
  });
});

describe('what ssh complains of', () => {
  const table: Readonly<Record<string, string>> = {
    'ada@box: Permission denied (publickey,password).': 'sshRefused',
    'No ED25519 host key is known for box and you have requested strict checking.\nHost key verification failed.':
      'hostKeyUnknown',
    '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.':
      'hostKeyChanged',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock':
      'permission',
    'bash: line 1: docker: command not found': 'noEngine',
    'sh: 1: docker: not found': 'noEngine',
    "docker: 'system dial-stdio' is not a docker command.": 'apiTooOld',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?':
      'noEngine',
    'ssh: Could not resolve hostname box: Name or service not known': 'noEngine',
    'ssh: connect to host box port 22: Connection timed out': 'noEngine',
    '/home/ada/.ssh/config: line 3: Bad configuration option: hots': 'sshRefused',
    'something new': 'noEngine',
  };
  for (const [complaint, reason] of Object.entries(table)) {
    it(`is a reason, a sentence and a next step: ${complaint.slice(0, 50)}`, () => {
      const error = sshError({ host: 'box' }, 255, complaint);
      assert.equal(error.reason, reason);
      assert.match(error.message, /\.$/);
      assert.match(error.nextStep, /\.$/);
      assert.ok(error.detail.includes(complaint));
    });
  }

  it('names the way there with user and port, as a terminal takes it', () => {
    const there = { host: 'box', user: 'ada', port: 2222 };
    for (const complaint of ['Host key verification failed.', 'HOST IDENTIFICATION HAS CHANGED'])
      assert.match(sshError(there, 255, complaint).nextStep, /`ssh -p 2222 ada@box`/);
    assert.match(sshError({ host: 'box' }, 255, 'Permission denied (').nextStep, /`ssh box`/);
  });
});
