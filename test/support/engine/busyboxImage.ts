import { existsSync, readFileSync } from 'node:fs';
import { tarArchive } from './tarArchive';

/** Debian's busybox-static; other distributions put it in the other place. */
const busyboxPaths = ['/bin/busybox', '/usr/bin/busybox'];

export function findBusybox(): string | undefined {
  return busyboxPaths.find((path) => existsSync(path));
}

/** A tar archive of a root file system: `/bin/busybox` and a link to it for each applet. */
export function busyboxRoot(applets: readonly string[]): Buffer {
  return tarArchive([
    ['bin/busybox', { kind: 'file', content: busyboxProgram() }],
    ...applets.map((applet) => [`bin/${applet}`, { kind: 'link', target: 'busybox' }] as const),
  ]);
}

export function busyboxProgram(): Buffer {
  const busybox = findBusybox();
  if (busybox === undefined) throw new Error('no static busybox; install busybox-static');
  return readFileSync(busybox);
}
