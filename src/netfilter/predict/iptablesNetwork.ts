import type { AddressFamily } from '../../model/network';
import type { Assumptions } from './assumptions';
import type { BridgeConfig, FamilyConfig } from './bridgeConfig';
import { deviceWord, type RuleBook } from './ruleBook';

const isolation1 = 'DOCKER-ISOLATION-STAGE-1';
const isolation2 = 'DOCKER-ISOLATION-STAGE-2';
const related = '-m conntrack --ctstate RELATED,ESTABLISHED';

/** The chains of the engine's start, before any network (moby: setupIPChains, setupUserChain). */
export function writeChains(book: RuleBook, family: AddressFamily, assumptions: Assumptions): void {
  const { generation } = assumptions;
  book.newChain('nat', 'DOCKER');
  book.newChain('filter', 'DOCKER');
  if (generation.layout === 'chains') {
    for (const chain of ['DOCKER-FORWARD', 'DOCKER-BRIDGE', 'DOCKER-CT']) {
      book.newChain('filter', chain);
    }
  }
  for (const chain of generation.isolation ? [isolation1, isolation2] : ['DOCKER-INTERNAL']) {
    book.newChain('filter', chain);
    // Rules of networks are inserted before it.
    if (generation.layout === 'flat') book.append('filter', chain, '-j RETURN');
  }
  switch (generation.layout) {
    case 'flat':
      break;
    case 'sets':
      writeNatJumps(book, family, assumptions);
      book.ensureFirst('filter', 'FORWARD', `${inSet(family)} -j DOCKER`);
      book.ensureFirst('filter', 'FORWARD', `-j ${isolation1}`);
      book.ensureFirst('filter', 'FORWARD', `${inSet(family)} ${related} -j ACCEPT`);
      break;
    case 'chains':
      writeNatJumps(book, family, assumptions);
      book.ensureFirst('filter', 'FORWARD', '-j DOCKER-FORWARD');
      book.ensureFirst('filter', 'DOCKER-FORWARD', '-j DOCKER-BRIDGE');
      book.ensureFirst(
        'filter',
        'DOCKER-FORWARD',
        `-j ${generation.isolation ? isolation1 : 'DOCKER-INTERNAL'}`,
      );
      book.ensureFirst('filter', 'DOCKER-FORWARD', '-j DOCKER-CT');
  }
}

/** The administrator's chain comes first, whatever else there is. */
export function writeUserChain(
  book: RuleBook,
  family: AddressFamily,
  { generation }: Assumptions,
): void {
  if (family === 6 && !generation.userChain6) return;
  book.newChain('filter', 'DOCKER-USER');
  if (generation.userReturn) book.append('filter', 'DOCKER-USER', '-j RETURN');
  book.ensureFirst('filter', 'FORWARD', '-j DOCKER-USER');
}

/** Name of the set that holds the subnets of bridges with a way out (28.0.0). */
export function bridgesSet(family: AddressFamily): string {
  return `docker-ext-bridges-v${family}`;
}

function inSet(family: AddressFamily): string {
  return `-m set --match-set ${bridgesSet(family)} dst`;
}

function writeNatJumps(
  book: RuleBook,
  family: AddressFamily,
  { userlandProxy }: Assumptions,
): void {
  const loopback = family === 4 ? '127.0.0.0/8' : '::1/128';
  const local = '-m addrtype --dst-type LOCAL -j DOCKER';
  book.append('nat', 'PREROUTING', local);
  book.append('nat', 'OUTPUT', `${userlandProxy ? `! -d ${loopback} ` : ''}${local}`);
}

/** A network's own rules in one family (moby: setupIPTables, setINC). */
export function writeNetwork(
  book: RuleBook,
  family: AddressFamily,
  config: BridgeConfig,
  assumptions: Assumptions,
): void {
  const own = config.family[family];
  if (own !== undefined) {
    if (config.internal) writeInternal(book, family, config, own, assumptions);
    else writeExternal(book, family, config, own, assumptions);
    if (assumptions.generation.layout === 'flat') {
      book.ensureFirst('filter', 'FORWARD', `-j ${isolation1}`);
    }
  }
  const isolates = own !== undefined || assumptions.generation.isolatesAllFamilies;
  if (isolates && !config.internal) writeIsolation(book, config, own, assumptions);
}

function writeInternal(
  book: RuleBook,
  family: AddressFamily,
  config: BridgeConfig,
  own: FamilyConfig,
  { generation }: Assumptions,
): void {
  const br = deviceWord(config.device);
  const chain = generation.isolation ? isolation1 : 'DOCKER-INTERNAL';
  if (own.subnet !== undefined) {
    const [into, outOf] = family === 4 ? ['', ''] : [`! -i ${br} `, ` ! -o ${br}`];
    book.insert('filter', chain, `! -d ${own.subnet} -i ${br}${outOf} -j DROP`);
    book.insert('filter', chain, `! -s ${own.subnet} ${into}-o ${br} -j DROP`);
  }
  const verdict = config.icc ? 'ACCEPT' : 'DROP';
  const rule = `-i ${br} -o ${br} -j ${verdict}`;
  if (generation.layout === 'flat' && config.icc) book.insert('filter', 'FORWARD', rule);
  else book.append('filter', forwardChain(generation.layout), rule);
}

function forwardChain(layout: Assumptions['generation']['layout']): string {
  return layout === 'chains' ? 'DOCKER-FORWARD' : 'FORWARD';
}

function writeExternal(
  book: RuleBook,
  family: AddressFamily,
  config: BridgeConfig,
  own: FamilyConfig,
  assumptions: Assumptions,
): void {
  const { generation } = assumptions;
  const br = deviceWord(config.device);
  const forward = forwardChain(generation.layout);
  if (assumptions.bridgeAcceptFwmark !== undefined) {
    const mark = `-m mark --mark ${markWord(assumptions.bridgeAcceptFwmark)} -j ACCEPT`;
    book.insert('filter', forward, mark);
  }
  writeSourceNat(book, config, own, assumptions);
  if (generation.layout === 'flat') {
    if (config.icc) book.insert('filter', forward, `-i ${br} -o ${br} -j ACCEPT`);
    else book.append('filter', forward, `-i ${br} -o ${br} -j DROP`);
    book.insert('filter', forward, `-i ${br} ! -o ${br} -j ACCEPT`);
    writeNatJumps(book, family, assumptions);
    book.insert('filter', forward, `-o ${br} -j DOCKER`);
    book.insert('filter', forward, `-o ${br} ${related} -j ACCEPT`);
    return;
  }
  if (!config.icc) book.append('filter', forward, `-i ${br} -o ${br} -j DROP`);
  if (own.mode === 'routed') {
    const protocol = family === 4 ? 'icmp' : 'ipv6-icmp';
    book.append('filter', 'DOCKER', `-o ${br} -p ${protocol} -j ACCEPT`);
  }
  book.append('filter', forward, `-i ${br}${config.icc ? '' : ` ! -o ${br}`} -j ACCEPT`);
  const verdict = own.mode === 'nat-unprotected' ? 'ACCEPT' : 'DROP';
  book.append('filter', 'DOCKER', `! -i ${br} -o ${br} -j ${verdict}`);
  if (generation.layout === 'chains') {
    book.append('filter', 'DOCKER-CT', `-o ${br} ${related} -j ACCEPT`);
    book.append('filter', 'DOCKER-BRIDGE', `-o ${br} -j DOCKER`);
  }
}

/** Masquerading (or a fixed address) for what leaves, and the packets from the bridge that skip DNAT. */
function writeSourceNat(
  book: RuleBook,
  config: BridgeConfig,
  own: FamilyConfig,
  { generation, userlandProxy }: Assumptions,
): void {
  const br = deviceWord(config.device);
  const target =
    own.hostAddress === undefined ? 'MASQUERADE' : `SNAT --to-source ${own.hostAddress}`;
  const nat = own.mode !== 'routed';
  if (config.masquerade && nat && own.subnet !== undefined) {
    book.insert('nat', 'POSTROUTING', `-s ${own.subnet} ! -o ${br} -j ${target}`);
  }
  // 27 skips in nat mode only; from 28 on routed networks skip as well.
  const maySkip = nat || generation.layout !== 'flat';
  const skips =
    (generation.skipsDnatWhenRouted && !nat) || (config.masquerade && userlandProxy && maySkip);
  if (generation.skipsDnat && skips) book.insert('nat', 'DOCKER', `-i ${br} -j RETURN`);
  if (!userlandProxy) {
    book.insert('nat', 'POSTROUTING', `-o ${br} -m addrtype --src-type LOCAL -j ${target}`);
  }
}

function writeIsolation(
  book: RuleBook,
  config: BridgeConfig,
  own: FamilyConfig | undefined,
  { generation }: Assumptions,
): void {
  if (!generation.isolation) return;
  const br = deviceWord(config.device);
  const away = `-i ${br} ! -o ${br} -j ${isolation2}`;
  if (generation.layout === 'flat') {
    book.insert('filter', isolation1, away);
  } else {
    if (own?.mode === 'routed') {
      book.insert('filter', isolation1, `-o ${br} -j RETURN`);
      book.insert('filter', isolation1, `-i ${br} ${related} -j ACCEPT`);
    }
    book.append('filter', isolation1, away);
  }
  book.insert('filter', isolation2, `-o ${br} -j DROP`);
}

/** `0x1/0xff` in any spelling Go reads → as iptables-save prints it. */
export function markWord(written: string): string {
  return written
    .split('/')
    .map((part) => `0x${Number(part).toString(16)}`)
    .join('/');
}
