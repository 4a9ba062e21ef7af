import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { SshAddress } from './engineEndpoint';
import { sshError, sshProgramError } from './sshError';

/** More than any complaint of ssh is long. */
const mostComplaint = 16 * 1024;

/** A program's output and input as the socket that an HTTP client takes it for. */
export class SshStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #address: SshAddress;
  #complaint = '';
  #answered = false;

  constructor(child: ChildProcessWithoutNullStreams, address: SshAddress) {
    super();
    this.#child = child;
    this.#address = address;
    child.stdout.on('data', (chunk: Buffer) => {
      this.#answered = true;
      if (!this.push(chunk)) child.stdout.pause();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (this.#complaint.length < mostComplaint) this.#complaint += text;
    });
    // That it is broken is told by the program's end, with the reason.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => this.destroy(sshProgramError(error)));
    child.once('close', (code) => this.#ended(code));
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    // Not the error: see above.
    this.#child.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#child.kill();
    done(error);
  }

  /** Pipes have neither timers nor options of TCP, and hold the process only as long as they are open. */
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    for (const handle of this.#handles) handle.ref();
    return this;
  }

  unref(): this {
    for (const handle of this.#handles) handle.unref();
    return this;
  }

  get #handles() {
    const { stdin, stdout, stderr } = this.#child;
    return [this.#child, ...[stdin, stdout, stderr].filter((pipe) => pipe instanceof Socket)];
  }

  #ended(code: number | null): void {
    if (this.destroyed) return;
    if (this.#answered || code === 0) this.push(null);
    else this.destroy(sshError(this.#address, code, this.#complaint));
  }
}
