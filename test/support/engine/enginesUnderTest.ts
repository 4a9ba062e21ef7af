export interface EngineUnderTest {
  /** What the tests call it. */
  readonly name: string;
  /** As `DOCKER_HOST` takes it. */
  readonly host: string;
}

const variable = 'VETHSCOPE_TEST_ENGINES';

/**
 * The engines that the engine suite runs on: `name=address` each, separated by commas or spaces, in
 * VETHSCOPE_TEST_ENGINES; without it the one of `DOCKER_HOST`, else of the default socket.
 * @throws when an entry is none, or a name stands twice
 */
export function enginesUnderTest(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly EngineUnderTest[] {
  const entries = (environment[variable] ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0) return [defaultEngine(environment)];
  const engines = entries.map((entry) => {
    const [, name, host] = /^([\w.-]+)=(.+)$/.exec(entry) ?? [];
    if (name === undefined || host === undefined) {
      throw new Error(`${variable}: ${entry} is not of the form name=address.`);
    }
    return { name, host };
  });
  const names = engines.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`${variable}: ${twice} stands twice.`);
  return engines;
}

export function defaultEngine(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EngineUnderTest {
  return { name: 'engine', host: environment['DOCKER_HOST'] || 'unix:///var/run/docker.sock' };
}

/** One `describe` for each engine under test; the title names it when there are several. */
export function describeEngines(
  title: string,
  body: (this: Mocha.Suite, engine: EngineUnderTest) => void,
): void {
  const engines = enginesUnderTest();
  for (const engine of engines) {
    describe(engines.length === 1 ? title : `${title} (${engine.name})`, function () {
      body.call(this, engine);
    });
  }
}
