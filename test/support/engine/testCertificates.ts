import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Files of one certificate. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateWishes {
  /** Names and addresses it is for, as openssl writes them. Default: 127.0.0.1 and localhost. */
  readonly names?: string;
  /** Days it is valid from now on; below zero it ran out. Default 2. */
  readonly days?: number;
  readonly authority?: 'own' | 'other';
}

/** Two authorities that sign what a test asks for, made by the openssl program. */
export class TestCertificates {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'vst-tls-'));

  static isPossible(): boolean {
    try {
      execFileSync('openssl', ['version'], { stdio: 'ignore' });
      return true;
    } catch {
      // No such program: the caller says so.
      return false;
    }
  }

  constructor() {
    for (const name of ['own', 'other']) {
      this.#openssl(
        `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}-authority`,
        ['-keyout', this.#file(`${name}-key.pem`), '-out', this.#file(`${name}-ca.pem`)],
      );
    }
  }

  authority(name: 'own' | 'other' = 'own'): string {
    return this.#file(`${name}-ca.pem`);
  }

  make(name: string, wishes: CertificateWishes = {}): CertificateFiles {
    const { names = 'IP:127.0.0.1,DNS:localhost', days = 2, authority = 'own' } = wishes;
    const files = { cert: this.#file(`${name}-cert.pem`), key: this.#file(`${name}-key.pem`) };
    const request = this.#file(`${name}.csr`);
    const extensions = this.#file(`${name}.ext`);
    writeFileSync(
      extensions,
      `subjectAltName=${names}\nextendedKeyUsage=serverAuth,clientAuth\nbasicConstraints=CA:FALSE\n`,
    );
    this.#openssl(
      `req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=${name}`,
      ['-keyout', files.key, '-out', request],
    );
    this.#openssl(`x509 -req -CAcreateserial -days ${days}`, [
      ...['-in', request, '-out', files.cert, '-extfile', extensions],
      ...['-CA', this.authority(authority), '-CAkey', this.#file(`${authority}-key.pem`)],
    ]);
    return files;
  }

  /** A folder as DOCKER_CERT_PATH names it. */
  clientFolder(name: string, client: CertificateFiles | undefined, authority: string): string {
    const folder = this.#file(name);
    mkdirSync(folder);
    copyFileSync(authority, path.join(folder, 'ca.pem'));
    if (client !== undefined) {
      copyFileSync(client.cert, path.join(folder, 'cert.pem'));
      copyFileSync(client.key, path.join(folder, 'key.pem'));
    }
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #file(name: string): string {
    return path.join(this.folder, name);
  }

  #openssl(words: string, files: readonly string[]): void {
    execFileSync('openssl', [...words.split(' '), ...files], { stdio: 'pipe' });
  }
}
