import assert from 'node:assert/strict';
import { openEngine } from '../../src/sources/engine/dockerodeEngine';
import { resolveEngineEndpoint } from '../../src/sources/engine/engineEndpoint';
import type { EngineError, EngineErrorReason } from '../../src/sources/engine/engineError';
import { systemEndpointInput } from '../../src/sources/engine/endpointFiles';
import { failure, patient } from '../support/engine/openedEngine';
import { OwnDockerd } from '../support/engine/ownDockerd';
import { TestCertificates, type CertificateWishes } from '../support/engine/testCertificates';

describe('a dockerd that was started with --tlsverify', function () {
  this.timeout(60_000);

  const undo: (() => Promise<void> | void)[] = [];
  let certificates: TestCertificates;
  let host: string;

  before(async function () {
    if (!TestCertificates.isPossible()) this.skip();
    certificates = new TestCertificates();
    undo.push(() => certificates.remove());
    const { cert, key } = certificates.make('server');
    const dockerd = await OwnDockerd.start({ cert, key, authority: certificates.authority() });
    undo.push(() => dockerd.remove());
    host = dockerd.tcpHost;
  });
  after(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  /** DOCKER_CERT_PATH of a client with such a certificate. */
  const folderOf = (
    name: string,
    wishes: CertificateWishes = {},
    trusted: 'own' | 'other' = 'own',
  ) =>
    certificates.clientFolder(
      `${name}-folder`,
      certificates.make(name, wishes),
      certificates.authority(trusted),
    );

  const open = (folder: string, at = host) =>
    openEngine(
      resolveEngineEndpoint(
        systemEndpointInput({ host: at }, { DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }),
      ),
    );

  async function refusal(opening: ReturnType<typeof open>): Promise<EngineError> {
    const engine = await opening;
    try {
      return await failure(engine.read(patient));
    } finally {
      engine.dispose();
    }
  }

  function isNamed(error: EngineError, reason: EngineErrorReason, nextStep: RegExp): void {
    assert.equal(error.reason, reason, error.detail);
    assert.match(error.message, /^[A-Z].*\.$/);
    assert.match(error.nextStep, nextStep);
  }

  it('lets in who has a certificate of its authority', async () => {
    const engine = await open(folderOf('welcome'));
    const { networks } = await engine.read(patient);
    assert.ok(networks.some(({ Name }) => Name === 'bridge' || Name === 'none'));
    engine.dispose();
  });

  it('asks for a certificate of ours', async () => {
    const endpoint = resolveEngineEndpoint(systemEndpointInput({ host }));
    assert.ok(endpoint.kind === 'tcp');
    const error = await refusal(
      openEngine({ ...endpoint, tls: { ca: certificates.authority(), verify: true } }),
    );
    isNamed(error, 'certificateNeeded', /cert\.pem and (its )?key\.pem/);
  });

  it('does not take one that another authority signed', async () => {
    const error = await refusal(open(folderOf('stranger', { authority: 'other' })));
    isNamed(error, 'certificateNeeded', /authority/);
  });

  it('does not take one that has expired', async () => {
    const error = await refusal(open(folderOf('late', { days: -1 })));
    // Engines up to 20.10 do not say what it is that they do not like.
    const silent = error.reason === 'certificateNeeded';
    isNamed(error, silent ? 'certificateNeeded' : 'certificateExpired', /cert\.pem/);
    if (silent) assert.match(error.nextStep, /expired/);
  });

  it('is not taken for itself by who trusts another authority', async () => {
    isNamed(
      await refusal(open(folderOf('doubting', {}, 'other'))),
      'certificateUntrusted',
      /ca\.pem/,
    );
  });

  it('is not taken for itself under another name', async () => {
    const elsewhere = host.replace('127.0.0.1', '127.0.0.2');
    const error = await refusal(open(folderOf('lost'), elsewhere));
    isNamed(error, 'certificateName', /name/);
  });

  it('says that it speaks TLS only', async () => {
    const endpoint = resolveEngineEndpoint(systemEndpointInput({ host }, {}));
    isNamed(await refusal(openEngine(endpoint)), 'tlsNeeded', /DOCKER_TLS_VERIFY/);
  });
});
