import assert from 'node:assert/strict';
import { isKnown } from '../../../../src/model/provenance';
import type { Topology } from '../../../../src/model/topology';
import { ComposePicture } from '../../../../src/vscode/store/composePicture';
import { plannedFrom } from '../../topology/plannedProject';

const text = 'services:\n  web: {image: x}\n  db: {image: x}\n';

describe('ComposePicture', () => {
  let engine: Topology | undefined;
  let picture: ComposePicture;

  beforeEach(async () => {
    engine = undefined;
    picture = new ComposePicture(() => engine);
    picture.setProject((await plannedFrom(text)).project, []);
  });

  const subnet = () => {
    const pool = picture.shown?.networks[0]?.ipam[0];
    return pool !== undefined && isKnown(pool.subnet) ? pool.subnet.value : undefined;
  };

  it('is the plan alone without an engine, compared or not', () => {
    picture.compare(true);
    assert.equal(picture.shown, picture.planned);
    assert.equal(picture.drift, undefined);
    assert.equal(subnet(), '172.18.0.0/16');
  });

  it('is planned for the engine as soon as that was read', async () => {
    engine = await plannedFrom('name: other\nservices: {a: {image: x}}\n');
    assert.equal(subnet(), '172.18.0.0/16');
    picture.redraw();
    // The stand-in has no docker0, so that the first of the pools is free.
    assert.equal(subnet(), '172.17.0.0/16');
  });

  it('shows files and what runs while it is compared', async () => {
    engine = await plannedFrom('services:\n  web: {image: x}\n  old: {image: x}\n');
    picture.compare(true);
    const services = () => picture.shown?.containers.map(({ compose }) => compose?.service);
    assert.deepEqual(services(), ['db', 'old', 'web']);
    assert.deepEqual(
      picture.drift?.items.map(({ mark, key }) => `${mark} ${key}`),
      ['missing shop/db/1', 'extra shop/old/1'],
    );
    picture.compare(false);
    assert.deepEqual(services(), ['db', 'web']);
    assert.equal(picture.drift, undefined);
  });

  it('says which files were not read', async () => {
    const { project } = await plannedFrom(text);
    picture.setProject(project, [{ file: 'far.yaml', reason: 'too far', at: project.name.at }]);
    assert.ok(picture.shown?.missing.some(({ part }) => part === 'far.yaml'));
  });
});
