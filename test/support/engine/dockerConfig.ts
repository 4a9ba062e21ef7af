import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A configuration folder of docker's with contexts, for as long as a test needs it. */
export class DockerConfig {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'vst-config-'));

  /** @param contexts addresses by name */
  constructor(contexts: Readonly<Record<string, string>>) {
    for (const [name, host] of Object.entries(contexts)) {
      const id = createHash('sha256').update(name).digest('hex');
      const meta = path.join(this.folder, 'contexts', 'meta', id);
      mkdirSync(meta, { recursive: true });
      const text = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host } } };
      writeFileSync(path.join(meta, 'meta.json'), JSON.stringify(text));
    }
  }

  /** As `docker context use` does: a new file takes the old one's place. */
  use(context: string): void {
    const file = path.join(this.folder, 'config.json');
    writeFileSync(`${file}.new`, JSON.stringify({ currentContext: context }));
    renameSync(`${file}.new`, file);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
