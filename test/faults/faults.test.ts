import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { waitFor } from '../support/engine/waitFor';
import { faultPlans, playFaults, type FaultPlan } from './faultRun';

const long = process.env['VETHSCOPE_LONG'] !== undefined;
const runs = long ? 2_000 : 200;
const atOnce = 8;
/** Another one for each long run, so that they find more with time; it is told when one fails. */
const seed = Number(process.env['VETHSCOPE_SEED'] ?? (long ? Date.now() % 1e9 : 20_251));

describe('an engine that fails', function () {
  this.timeout(runs * 1_000);

  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.stack ?? warning.message);
  before(() => void process.on('warning', warned));
  after(() => void process.off('warning', warned));

  it(`is shown right as soon as it answers again, in ${runs} ways of failing`, async () => {
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    // Mocha sets its own timer once this function has returned its promise.
    await Promise.resolve();
    const before = timers();
    const plans = fc.sample(faultPlans, { seed, numRuns: runs });
    const failures: string[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let index = next++; index < plans.length; index = next++) {
        const failure = await failureOf(plans[index]);
        if (failure !== undefined) failures.push(`run ${index}: ${failure}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    assert.deepEqual(failures, [], `seed ${seed}: ${failures.length} of ${runs} runs failed`);
    assert.deepEqual(warnings, []);
    await waitFor('the last timer to end', () => timers() <= before);
  });
});

async function failureOf(plan: FaultPlan | undefined): Promise<string | undefined> {
  if (plan === undefined) return undefined;
  try {
    await playFaults(plan);
    return undefined;
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${what}\n${JSON.stringify(plan)}`;
  }
}
