import type { RuleAction } from '../../model/rules';
import type { Places } from './places';
import { conditionWords } from './conditionWords';
import type { PlacedRule } from './walkOrder';

/**
 * What a rule does, as one sentence without its subject: `drops TCP packets to …`. What is not
 * understood is shown as its tool prints it and said to be so.
 */
export function ruleSentence(placed: PlacedRule, places: Places): string {
  const { rule } = placed;
  const { noun, conditions, unless } = conditionWords(placed, places);
  const what = conditions === '' ? noun.every : `${noun.some} ${conditions}`;
  const [first, ...more] = rule.actions.map((action) => actionWords(action, what, placed, places));
  const spared = unless === '' ? '' : `, unless they come ${unless}`;
  const done = `${[first ?? `only counts ${what}`, ...more].join(', then ')}${spared}`;
  return rule.notUnderstood === undefined ? done : `${done}; not understood: ${rule.notUnderstood}`;
}

function actionWords(
  action: RuleAction,
  what: string,
  { table, chain }: PlacedRule,
  places: Places,
): string {
  const inNat = table.name === 'nat' || chain.base?.type === 'nat';
  switch (action.kind) {
    case 'accept':
      return inNat ? `leaves the addresses of ${what} as they are` : `lets through ${what}`;
    case 'drop':
      return `drops ${what}`;
    case 'reject':
      return `refuses ${what} (${action.with})`;
    case 'return':
      return chain.name === 'DOCKER' && inNat
        ? `applies no published port to ${what}`
        : `asks nothing more of this chain about ${what}`;
    case 'continue':
      return `goes on with ${what}`;
    case 'jump':
      return `asks the chain ${action.chain} about ${what}`;
    case 'goto':
      return `hands ${what} over to the chain ${action.chain}`;
    case 'notrack':
      return `keeps ${what} out of connection tracking`;
    case 'dnat':
      return `rewrites ${what} so that they go to ${targetWords(action, places)}`;
    case 'redirect':
      return `rewrites ${what} so that they go to this host itself${portWords(action.ports)}`;
    case 'snat':
      return `gives the source ${targetWords(action, places)} to ${what}`;
    case 'masquerade':
      return `gives the host’s own address as source to ${what}`;
    case 'mark':
      return `marks ${what} with ${hex(action.value)}${maskWords(action.mask)}`;
    case 'connectionMark':
      return `marks the connection of ${what} with ${hex(action.value)}${maskWords(action.mask)}`;
    case 'restoreMark':
      return `gives ${what} the mark of their connection`;
    case 'saveMark':
      return `gives the connection of ${what} their mark`;
    case 'log':
      return `writes ${what} to the kernel’s log`;
    case 'harmless':
      return `does to ${what} what decides nothing (${action.text})`;
    case 'verdictMap':
      return action.map === undefined
        ? `looks up in a list what becomes of ${what}`
        : `looks up in the map ${action.map} which chain to ask about ${what}`;
    case 'unknown':
      return `does to ${what} what is not understood (${action.text})`;
  }
}

type Target = Extract<RuleAction, { kind: 'dnat' | 'snat' }>;

/** `web, 172.18.0.2:80`. */
function targetWords({ addresses, ports }: Target, places: Places): string {
  if (addresses === undefined) return `the same address${portWords(ports)}`;
  const { first, last } = addresses;
  const words = places.addressWords({ kind: 'range', first, last });
  if (ports === undefined) return words;
  const shown = words.replace(/(, |^)([\da-f:]*:[\da-f:]*)$/i, '$1[$2]');
  return `${shown}:${ports.first === ports.last ? ports.first : `${ports.first}-${ports.last}`}`;
}

function portWords(ports: Target['ports']): string {
  if (ports === undefined) return '';
  return ports.first === ports.last
    ? `, port ${ports.first}`
    : `, ports ${ports.first} to ${ports.last}`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function maskWords(mask: number): string {
  return mask === 0xffffffff ? '' : ` under ${hex(mask)}`;
}
