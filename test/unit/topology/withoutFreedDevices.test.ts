import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/model/snapshot';
import { isKnown } from '../../../src/model/provenance';
import { buildTopology } from '../../../src/topology/buildTopology';
import { withoutFreedDevices } from '../../../src/topology/withoutFreedDevices';
import { oracleSnapshot } from '../../support/oracleSnapshots';

const build = (snapshot: Snapshot) =>
  buildTopology(snapshot, { kind: 'engine', label: 'unix:///a.sock' }, 'a');

const before = oracleSnapshot('docker28/a_three_tier');
const isWeb = (names: readonly string[] | null | undefined) => names?.includes('/web') === true;
const gone = before.containersList.find(({ Names }) => isWeb(Names));
const emptied = before.networks.find(({ Name }) => Name === 'back');

/** What the engine says once web and the network back are gone, beside the host as it was before. */
const after: Snapshot = {
  ...before,
  networks: before.networks.filter((network) => network !== emptied),
  containers: before.containers.filter(({ Id }) => Id !== gone?.Id),
  containersList: before.containersList.filter((one) => one !== gone),
};

describe('withoutFreedDevices', () => {
  const leftOver = (topology: ReturnType<typeof build>) => [
    ...(topology.host.looseVeths ?? []).flatMap(({ kind, name }) =>
      kind === 'left-over' ? [name] : [],
    ),
    ...topology.bridges.flatMap(({ networkId, device }) =>
      networkId === undefined && isKnown(device) ? [device.value] : [],
    ),
  ];

  it('calls nothing left over whose owner went since the host was read', () => {
    assert.ok(gone !== undefined && emptied !== undefined);
    const older = build(before);
    const newer = build(after);
    const known = leftOver(older);
    assert.ok(leftOver(newer).length > known.length + 1, 'a veth and a bridge at least');
    const shown = withoutFreedDevices(newer, older);
    assert.deepEqual(leftOver(shown), known);
    assert.deepEqual(
      shown.bridges.filter(({ networkId }) => networkId !== undefined),
      newer.bridges.filter(({ networkId }) => networkId !== undefined),
    );
  });

  it('still tells what was nobody’s before', () => {
    const newer = build(after);
    assert.deepEqual(withoutFreedDevices(newer, newer), newer);
  });
});
