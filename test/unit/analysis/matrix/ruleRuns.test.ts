import assert from 'node:assert/strict';
import { orderOf, RuleRuns } from '../../../../src/analysis/matrix/ruleRuns';

const [input, destination, port] = [1, 2, 4];

describe('runs of rules', () => {
  it('gives no order to rules that never hold for one packet', () => {
    const runs = new RuleRuns(true);
    const places = [1, 2, 3].map((index) =>
      runs.place('nat DOCKER', index, 'bridge', { own: 0, bridge: input }),
    );
    assert.deepEqual(runs.contested(places), []);
  });

  it('gives one to those that demand nothing of the same kind, run by run', () => {
    const runs = new RuleRuns(true);
    const bridges = [1, 2].map((index) =>
      runs.place('nat DOCKER', index, 'bridge', { own: 0, bridge: input }),
    );
    const published = [3, 4].map((index) =>
      runs.place('nat DOCKER', index, 'namespace', { own: port, bridge: 0 }),
    );
    const [first, second] = bridges.map((one) => runs.contested([one]));
    assert.deepEqual(first, second);
    const [own, others] = published.map((one) => runs.contested([one]));
    assert.deepEqual(own, others);
    assert.equal(orderOf(first ?? [], own ?? []), '/a');
    assert.equal(orderOf(own ?? [], second ?? []), '/b');
    assert.equal(orderOf(own ?? [], others ?? []), '/=');
  });

  it('does not take a bridge that two containers share for a thing of either’s own', () => {
    const runs = new RuleRuns(true);
    const places = [1, 2].map((index) =>
      runs.place('filter FORWARD', index, 'namespace', { own: 0, bridge: input }),
    );
    const [one = [], other = []] = places.map((place) => runs.contested([place]));
    assert.equal(orderOf(one, other), '/a');
  });

  it('keeps a container and a bridge in one run when both demand the same of theirs', () => {
    const runs = new RuleRuns(true);
    const one = runs.place('filter DOCKER', 1, 'namespace', { own: destination, bridge: input });
    const other = runs.place('filter DOCKER', 2, 'bridge', { own: 0, bridge: input });
    assert.deepEqual(runs.contested([one, other]), []);
  });

  it('trusts no address where networks overlap', () => {
    const runs = new RuleRuns(false);
    const places = [1, 2].map((index) =>
      runs.place('nat POSTROUTING', index, 'bridge', { own: 0, bridge: destination }),
    );
    assert.equal(runs.contested(places).length, 2);
  });
});
