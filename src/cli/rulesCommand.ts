import { jsonText } from '../model/jsonText';
import { displayText, spelledOut } from '../scene/displayText';
import { parseArgs } from 'node:util';
import { isKnown, observed, type Fact } from '../model/provenance';
import type { RuleSet } from '../model/rules';
import type { Topology } from '../model/topology';
import { predictRules } from '../netfilter/predict/predictRules';
import { writeRules } from '../netfilter/writeRules';
import { CliError, exitCode, type CliIo } from './cliIo';
import { loadSource } from './loadSource';
import { readFamily } from './readFamily';
import { oneSource, sourceOptions } from './sourceOptions';

/**
 * `vethscope rules SOURCE [--predicted|--observed] [--family 4|6] [--json] [--no-host] [--daemon-option k=v]…`:
 * the rules as iptables-save prints them, tables of nftables as `nft list ruleset` does. What the host
 * told where it was read, else what Docker would have written; stderr says which, or the
 * JSON itself.
 * @throws CliError, and what loadSource throws
 */
export async function runRules(argv: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...sourceOptions,
      predicted: { type: 'boolean' },
      observed: { type: 'boolean' },
      family: { type: 'string' },
      json: { type: 'boolean' },
      'no-host': { type: 'boolean' },
    },
  });
  if (values.predicted === true && values.observed === true) {
    throw new CliError('rules: --predicted or --observed, not both');
  }
  const family = readFamily('rules', values.family);
  const topology = await loadSource(oneSource(positionals, 'rules'), values, io);
  const rules = chooseRules(topology, values);
  const { source } = rules;
  if (values.json === true) {
    const { problems } = rules.value;
    const text = writeRules(rules.value, family);
    io.stdout(`${jsonText({ format: 'vethscope-rules/1', source, problems, rules: text })}\n`);
    return exitCode.fine;
  }
  const kind = source.kind === 'observed' ? source.from : describe(rules);
  io.stderr(`${displayText(`rules ${source.kind}: ${kind}`)}\n`);
  for (const problem of rules.value.problems) {
    io.stderr(`${displayText(`vethscope: ${problem.message} ${problem.nextStep}`)}\n`);
  }
  io.stdout(writeRules(rules.value, family).replace(/[^\n\t]+/g, spelledOut));
  return exitCode.fine;
}

function describe(rules: Fact<RuleSet>): string {
  return rules.source.kind === 'predicted' ? rules.source.rule : '';
}

interface Choice {
  readonly predicted?: boolean | undefined;
  readonly observed?: boolean | undefined;
}

function chooseRules(topology: Topology, values: Choice): Fact<RuleSet> {
  const read = topology.kernel?.host?.packetFilter;
  if (values.predicted !== true && read !== undefined) {
    return observed(read, 'iptables-save, ip6tables-save and nft -j list ruleset');
  }
  if (values.observed === true) {
    throw new CliError(
      'rules: the host’s rules were not read; leave out --observed to predict them',
    );
  }
  const rules = predictRules(topology);
  if (isKnown(rules)) return rules;
  throw new CliError(`rules: ${rules.unknown}; what would settle it: ${rules.settledBy}`);
}
