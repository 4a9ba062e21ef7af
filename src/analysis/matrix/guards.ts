import type { Rule } from '../../model/rules';
import type { Tokens } from './tokens';

/** Fields of a packet by which a rule demands something of its owner's own, a bit for each. */
export interface Guards {
  /** Something that is a namespace's: its address, its port of a bridge, a port it publishes. */
  readonly own: number;
  /** Something that is a bridge's: its name, its subnet. */
  readonly bridge: number;
}

const fields = [
  'inInterface',
  'outInterface',
  'physicalIn',
  'physicalOut',
  'source',
  'destination',
  'destinationPort',
] as const;

const allFields = (1 << fields.length) - 1;

/** By what a rule demands something of its owner's own; nothing: it may hold for anybody else. */
export function guardsOf({ matches }: Rule, chain: string, tokens: Tokens): Guards {
  // Only packets of its bridge come to a bridge's own chain.
  let bridge = tokens.ownersIn(chain).length > 0 ? allFields : 0;
  let own = 0;
  for (const match of matches) {
    if (!('negated' in match) || match.negated) continue;
    const field = fields.findIndex((one) => one === match.kind);
    if (field < 0) continue;
    const part = JSON.stringify(match);
    if (match.kind === 'destinationPort') {
      if (tokens.portOwner(part)) own |= 1 << field;
      continue;
    }
    const owners = tokens.ownersIn(part);
    if (owners.some(({ kind }) => kind === 'namespace')) own |= 1 << field;
    else if (owners.length > 0) bridge |= 1 << field;
  }
  return { own, bridge };
}
