import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { busyboxProgram } from './busyboxImage';
import { tarArchive, type TarContent } from './tarArchive';

const folders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** Programs of Debian's iproute2 and iptables, and of nftables and ipset where they are installed. */
const programs = ['ip', 'bridge', 'ss', 'iptables-save', 'ip6tables-save'];
const morePrograms = ['nft', 'ipset', 'iptables-legacy-save', 'ip6tables-legacy-save'];

/** A root file system for helpers: the programs of this machine with their libraries, and busybox's shell. */
export function helperRoot(): Buffer {
  const entries = new Map<string, TarContent>();
  const put = (at: string, from = at) =>
    entries.set(at.slice(1), { kind: 'file', content: readFileSync(from) });
  const link = (at: string, target: string) => entries.set(at.slice(1), { kind: 'link', target });
  entries.set('bin/busybox', { kind: 'file', content: busyboxProgram() });
  for (const applet of ['sh', 'cat', 'readlink', 'sleep']) link(`/bin/${applet}`, 'busybox');
  for (const name of [...programs, ...morePrograms.filter((one) => find(one) !== undefined)]) {
    const found = find(name);
    if (found === undefined) throw new Error(`no ${name}; install iproute2 and iptables`);
    const program = realpathSync(found);
    put(program);
    if (program !== found) link(`/usr/sbin/${name}`, program);
    for (const library of librariesOf(program)) put(library);
  }
  for (const extension of xtablesExtensions()) put(extension);
  return tarArchive(entries);
}

function find(name: string): string | undefined {
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** The dynamic loader and what it loads (ldd(1)). */
function librariesOf(program: string): readonly string[] {
  const listed = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...listed.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
}

/** iptables-save asks its extensions to write down their matches and targets. */
function xtablesExtensions(): readonly string[] {
  const folder = readdirSync('/usr/lib')
    .map((name) => path.join('/usr/lib', name, 'xtables'))
    .find((one) => existsSync(one));
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => /^lib(xt|ipt|ip6t)_.*\.so$/.test(name))
    .map((name) => path.join(folder, name));
}
