import assert from 'node:assert/strict';
import { EngineError } from '../../src/sources/engine/engineError';
import { EngineReader } from '../../src/sources/engine/engineReader';
import { buildTopology } from '../../src/topology/buildTopology';
import { lookAt } from './lookAt';
import { removed, waysIn, withWrong, wrongValues, type Way } from './wrongValue';
import { answersOf, recordedWorld, type World } from './world';

const origin = { kind: 'engine', label: 'unix:///test.sock' } as const;
const long = process.env['VETHSCOPE_LONG'] !== undefined;

/** Every field of every answer once, whichever entry of a list or id it stands under. */
function fieldsOf(world: World): readonly Way[] {
  const seen = new Set<string>();
  return waysIn(world).filter((way) => {
    // Whole answers and entries of lists are what the generated runs take away.
    if (way.length < (way[0] === 'version' || way[0] === 'info' ? 2 : 3)) return false;
    const field = way
      .map((step) => (/^(\d+|[0-9a-f]{64})$/.test(String(step)) ? '*' : step))
      .join();
    if (seen.has(field)) return false;
    seen.add(field);
    return true;
  });
}

describe('a field that holds something else', function () {
  this.timeout(long ? 600_000 : 60_000);

  const worlds = long
    ? ['docker20/e_static_ports', 'docker28/n_swarm_overlay', 'podman5/a_three_tier']
    : ['docker28/a_three_tier'];
  for (const name of worlds) {
    it(`ends in a picture or in an error that says what to do: ${name}`, async () => {
      const world = recordedWorld(name);
      const fields = fieldsOf(world);
      assert.ok(fields.length > 150, `only ${fields.length} fields`);
      let pictures = 0;
      for (const [index, way] of fields.entries()) {
        // Short runs take some values of each field, another choice for each.
        const values = [...wrongValues, removed].filter(
          (_, which) => long || (which + index) % 8 === 0,
        );
        for (const value of values) {
          const wrong = withWrong(world, way, value) as World;
          try {
            await look(wrong);
            pictures += 1;
          } catch (error) {
            const told = error instanceof EngineError && error.reason === 'badAnswer';
            if (told) continue;
            throw new Error(`${way.join('.')} = ${String(JSON.stringify(value)).slice(0, 60)}`, {
              cause: error,
            });
          }
        }
      }
      assert.ok(pictures > fields.length / 2, `only ${pictures} pictures`);
    });
  }
});

async function look(world: World): Promise<void> {
  const reader = new EngineReader(
    (path) => {
      const { status, body } = answersOf(world, undefined, path);
      return status === 200
        ? Promise.resolve(body)
        : Promise.reject(new EngineError('refused', 'No such thing.', '', 'HTTP 404', 404));
    },
    () => 0,
  );
  const facts = { version: world.version, info: world.info, inSwarm: false, missing: [] };
  const snapshot = await reader.read(facts, new AbortController().signal);
  lookAt(buildTopology(snapshot, origin, 'test'));
}
