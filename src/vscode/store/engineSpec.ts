/** An engine as the setting for further engines names it: `context:<name>`, or an address as `DOCKER_HOST` takes it. */
export type EngineSpec = string;

/** As `resolveEngineEndpoint` asks for it; empty means not set. */
export interface EngineChoice {
  readonly host: string;
  readonly context: string;
}

const contextPrefix = 'context:';
const longestSpec = 1024;

/** The engines that the setting names, each once, in its order; what is no such name is left out. */
export function engineSpecs(setting: unknown): readonly EngineSpec[] {
  if (!Array.isArray(setting)) return [];
  const specs = setting.map(engineSpec).filter((spec) => spec !== undefined);
  return [...new Set(specs)];
}

/**
 * One engine's name, without a password: those are not taken, and names are kept and shown.
 * `undefined` for what cannot be one.
 */
export function engineSpec(value: unknown): EngineSpec | undefined {
  if (typeof value !== 'string' || value.length > longestSpec) return undefined;
  const text = value.trim();
  if (text === '' || text === contextPrefix || /\p{Cc}/u.test(text)) return undefined;
  return text.startsWith(contextPrefix) ? text : withoutPassword(text);
}

export function contextSpec(name: string): EngineSpec {
  return `${contextPrefix}${name}`;
}

export function choiceOf(spec: EngineSpec): EngineChoice {
  return spec.startsWith(contextPrefix)
    ? { host: '', context: spec.slice(contextPrefix.length) }
    : { host: spec, context: '' };
}

/** For people: the context's name, or the address. */
export function engineSpecName(spec: EngineSpec): string {
  const { host, context } = choiceOf(spec);
  return context === '' ? host : context;
}

function withoutPassword(address: string): string {
  const match = /^(?<scheme>[a-z]+:\/\/)?(?<user>[^/@:]*)(?::[^/@]*)?@(?<rest>.*)$/i.exec(address);
  if (match?.groups === undefined) return address;
  const { scheme = '', user, rest } = match.groups;
  // Only ssh knows users; an address of TCP has no use for one.
  return scheme.toLowerCase() === 'ssh://' ? `${scheme}${user}@${rest}` : `${scheme}${rest}`;
}
