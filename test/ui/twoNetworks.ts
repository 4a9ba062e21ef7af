import type { TestContainer, TestEngine, TestNetwork } from '../support/engine/testEngine';

export interface TwoNetworks {
  readonly front: TestNetwork;
  readonly back: TestNetwork;
  /** On `front`; listens nowhere. */
  readonly web: TestContainer;
  /** On `back`; listens on port 80. */
  readonly db: TestContainer;
}

/** Two containers that share no network, so that neither reaches the other. */
export async function makeTwoNetworks(engine: TestEngine): Promise<TwoNetworks> {
  const front = await engine.makeNetwork('front');
  const back = await engine.makeNetwork('back');
  const web = await engine.runContainer('web', { network: front.name });
  const command = ['httpd', '-f', '-p', '80'];
  const db = await engine.runContainer('db', { network: back.name, command });
  return { front, back, web, db };
}
