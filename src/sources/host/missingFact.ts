/** Why a fact of the host could not be had. */
export type MissingReason =
  | 'notFound'
  | 'timeout'
  | 'tooMuch'
  | 'notAllowed'
  | 'badOutput'
  | 'failed'
  | 'gone'
  | 'notLinux'
  | 'elsewhere'
  | 'noImage'
  | 'helperFailed'
  | 'limits'
  | 'off';

/** One part of the snapshot that was not read: a reason, a sentence, and what would help. */
export interface MissingFact {
  /** As in the snapshot, e.g. `host.iptables` or `sandboxes.addr`. */
  readonly part: string;
  readonly reason: MissingReason;
  readonly message: string;
  readonly nextStep: string;
}

/** What to do for somebody whom the kernel refuses. */
export const askForMore = 'Read the host with the helper, or as root, to see it.';

/** As the snapshot keeps it. */
export function missingPart(fact: MissingFact): { readonly part: string; readonly reason: string } {
  return { part: fact.part, reason: `${fact.message} ${fact.nextStep}` };
}

/**
 * Facts of many containers, each reason told once: what is missing of all for the same reason becomes one
 * entry that counts them.
 */
export function gatherMissing(
  perContainer: readonly { readonly name: string; readonly missing: readonly MissingFact[] }[],
): readonly MissingFact[] {
  const groups = new Map<string, { readonly fact: MissingFact; readonly names: string[] }>();
  for (const { name, missing } of perContainer) {
    for (const fact of missing) {
      const key = JSON.stringify([fact.part, fact.message, fact.nextStep]);
      const group = groups.get(key) ?? { fact, names: [] };
      group.names.push(name);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ fact, names }) => ({
    ...fact,
    message: `${whose(names)}: ${fact.message}`,
  }));
}

const mostNames = 3;

function whose(names: readonly string[]): string {
  return names.length <= mostNames ? names.join(', ') : `${names.length} containers`;
}

/** Sorted, and without the sets of ipset(8) where no rule asks one: nobody misses them. */
export function trulyMissing(
  missing: readonly MissingFact[],
  { iptables, ip6tables }: { readonly iptables?: unknown; readonly ip6tables?: unknown },
): readonly MissingFact[] {
  const usesSets = [iptables, ip6tables].some((text) => String(text).includes('--match-set'));
  return missing
    .filter(({ part }) => part !== 'host.ipset' || usesSets)
    .sort((a, b) => (a.part < b.part ? -1 : 1));
}
