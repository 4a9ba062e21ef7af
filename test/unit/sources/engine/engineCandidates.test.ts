import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  addressCandidate,
  engineCandidates,
  type EngineCandidate,
} from '../../../../src/sources/engine/engineCandidates';
import { EngineError } from '../../../../src/sources/engine/engineError';

interface Machine {
  readonly platform?: NodeJS.Platform;
  readonly environment?: Readonly<Record<string, string>>;
  /** Paths and texts. */
  readonly files?: Readonly<Record<string, string>>;
}

function inputOf({ platform = 'linux', environment = {}, files = {} }: Machine) {
  const paths = Object.keys(files);
  return {
    platform,
    environment,
    homeFolder: '/home/ada',
    files: {
      read: (path: string) => files[path],
      exists: (path: string) => path in files,
      list: (folder: string) => [
        ...new Set(
          paths
            .filter((path) => path.startsWith(`${folder}/`))
            .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
        ),
      ],
    },
  };
}

function context(name: string, host: string, folder = '/home/ada/.docker') {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = { Name: name, Endpoints: { docker: { Host: host } } };
  return { [`${folder}/contexts/meta/${id}/meta.json`]: JSON.stringify(meta) };
}

/** As `context colima unix:///…`, with a question mark where nothing is there. */
function told({ kind, name, endpoint, isThere }: EngineCandidate): string {
  const address = endpoint instanceof EngineError ? endpoint.reason : endpoint.label;
  return [kind, name, address, isThere ? '' : '?'].filter((part) => part !== '').join(' ');
}

const listed = (machine: Machine) => engineCandidates(inputOf(machine)).map(told);

describe('engines that could be chosen', () => {
  it('on Linux: Docker’s, rootless, Desktop, Colima, Rancher, Podman, there or not', () => {
    assert.deepEqual(
      listed({
        environment: { XDG_RUNTIME_DIR: '/run/user/1000' },
        files: { '/var/run/docker.sock': '', '/run/user/1000/podman/podman.sock': '' },
      }),
      [
        'automatic unix:///var/run/docker.sock',
        'place Docker unix:///var/run/docker.sock',
        'place Docker (rootless) unix:///run/user/1000/docker.sock ?',
        'place Docker Desktop unix:///home/ada/.docker/desktop/docker.sock ?',
        'place Colima unix:///home/ada/.colima/default/docker.sock ?',
        'place Rancher Desktop unix:///home/ada/.rd/docker.sock ?',
        'place Podman (rootless) unix:///run/user/1000/podman/podman.sock',
        'place Podman unix:///run/podman/podman.sock ?',
      ],
    );
  });

  it('on macOS: Desktop’s socket in the home folder, every profile of Colima, OrbStack, Podman', () => {
    assert.deepEqual(
      listed({
        platform: 'darwin',
        files: {
          '/home/ada/.docker/run/docker.sock': '',
          '/home/ada/.colima/default/docker.sock': '',
          '/home/ada/.colima/work/docker.sock': '',
          '/home/ada/.colima/_lima/x': '',
          '/home/ada/.orbstack/run/docker.sock': '',
        },
      }),
      [
        'automatic unix:///home/ada/.docker/run/docker.sock',
        'place Docker unix:///var/run/docker.sock ?',
        'place Docker Desktop unix:///home/ada/.docker/run/docker.sock',
        'place Colima unix:///home/ada/.colima/default/docker.sock',
        'place Colima (work) unix:///home/ada/.colima/work/docker.sock',
        'place Rancher Desktop unix:///home/ada/.rd/docker.sock ?',
        'place OrbStack unix:///home/ada/.orbstack/run/docker.sock',
        'place Podman unix:///home/ada/.local/share/containers/podman/machine/podman.sock ?',
      ],
    );
  });

  it('on Windows: named pipes', () => {
    assert.deepEqual(
      listed({ platform: 'win32', files: { '//./pipe/dockerDesktopLinuxEngine': '' } }),
      [
        'automatic npipe:////./pipe/docker_engine ?',
        'place Docker npipe:////./pipe/docker_engine ?',
        'place Docker Desktop npipe:////./pipe/dockerDesktopLinuxEngine',
        'place Podman npipe:////./pipe/podman-machine-default ?',
      ],
    );
  });

  it('are contexts first, and no engine twice', () => {
    const files = {
      ...context('desktop', 'unix:///home/ada/.docker/desktop/docker.sock'),
      ...context('build', 'ssh://build-box'),
      '/home/ada/.docker/contexts/meta/broken/meta.json': '{',
      '/home/ada/.docker/config.json': '{"currentContext":"build"}',
    };
    const all = engineCandidates(inputOf({ files }));
    assert.deepEqual(all.slice(0, 3).map(told), [
      'automatic ssh://build-box',
      'context build ssh://build-box',
      'context desktop unix:///home/ada/.docker/desktop/docker.sock ?',
    ]);
    assert.ok(!all.some(({ kind, name }) => kind === 'place' && name === 'Docker Desktop'));
    assert.deepEqual(
      all.slice(0, 2).map(({ host, context }) => [host, context]),
      [
        ['', ''],
        ['', 'build'],
      ],
    );
  });

  it('are what DOCKER_HOST and DOCKER_CONFIG say', () => {
    const files = context('there', 'tcp://there:2375', '/etc/dockercfg');
    const environment = { DOCKER_CONFIG: '/etc/dockercfg', DOCKER_HOST: 'tcp://here:2375' };
    assert.deepEqual(listed({ files, environment }).slice(0, 2), [
      'automatic tcp://here:2375',
      'context there tcp://there:2375',
    ]);
  });

  it('name what cannot be understood', () => {
    const files = context('odd', 'ftp://x');
    assert.equal(listed({ files })[1], 'context odd misconfigured ?');
    assert.equal(
      told(addressCandidate(inputOf({}), 'tcp://host')),
      'address tcp://host tcp://host:2375',
    );
  });
});
