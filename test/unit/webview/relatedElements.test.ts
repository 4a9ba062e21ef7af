import assert from 'node:assert/strict';
import { relatedElements } from '../../../webview/relatedElements';
import { threeTierScene } from '../../page/threeTierScene';

const scene = threeTierScene();

describe('relatedElements', () => {
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    [
      'container:web',
      [
        'endpoint:web-front',
        'veth:web-front',
        'bridge:front',
        'network:front',
        'port:web-8080',
        'wire:veth:web-front-endpoint:web-front',
      ],
      ['container:db', 'network:back', 'endpoint:api-front', 'nic:eth0', 'host:vm'],
    ],
    [
      'bridge:back',
      ['veth:api-back', 'endpoint:api-back', 'container:api', 'container:db', 'network:back'],
      ['container:web', 'bridge:front', 'endpoint:api-front'],
    ],
    [
      'port:web-8080',
      ['endpoint:web-front', 'container:web', 'network:front'],
      ['container:api', 'bridge:front', 'outside:world'],
    ],
    ['network:back', ['container:db', 'container:api', 'veth:db-back'], ['container:web']],
    ['outside:world', ['nic:eth0'], ['network:front', 'host:vm']],
  ];
  for (const [id, kept, dimmed] of cases) {
    it(`of ${id}`, () => {
      const related = relatedElements(scene, id);
      assert.ok(related.has(id));
      assert.deepEqual(
        kept.filter((other) => !related.has(other)),
        [],
        'kept',
      );
      assert.deepEqual(
        dimmed.filter((other) => related.has(other)),
        [],
        'dimmed',
      );
    });
  }

  it('of the host is all that is in it', () => {
    const related = relatedElements(scene, 'host:vm');
    assert.deepEqual(
      scene.elements.filter(({ id }) => !related.has(id)),
      [],
    );
  });
});
