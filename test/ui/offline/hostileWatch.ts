import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame } from 'playwright-core';
import type { EditorWindow } from '../editorWindow';

/** Controls that steer a terminal, and marks that turn the direction of what stands beside them. */
export const steering =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066\u2067]/;

/** Tells whether anything that only looked like text came to life. */
export class HostileWatch {
  /** Requests to the address that only hostile texts name. */
  readonly asked: string[] = [];
  readonly #alive: string[] = [];

  private constructor(
    private readonly server: http.Server,
    readonly address: string,
  ) {
    server.on('request', ({ url }: http.IncomingMessage, response: http.ServerResponse) => {
      this.asked.push(url ?? '');
      response.end();
    });
  }

  static async start(): Promise<HostileWatch> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new HostileWatch(server, `http://127.0.0.1:${port}`);
  }

  look({ page }: EditorWindow): void {
    page.on('dialog', (dialog) => {
      this.#alive.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', (popup) => this.#alive.push(`window: ${popup.url()}`));
    page.on('request', (request) => {
      if (request.url().startsWith(this.address)) this.#alive.push(`request: ${request.url()}`);
    });
  }

  /** Nothing came to life until now, and nothing that is shown steers or leaves its place. */
  async calm(window: EditorWindow, where: string): Promise<void> {
    assert.deepEqual(this.asked, [], where);
    assert.deepEqual(this.#alive, [], where);
    assert.deepEqual(window.policyErrors, [], where);
    for (const frame of window.page.frames()) {
      const seen = await lookInto(frame);
      assert.deepEqual(seen, [], where);
    }
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function lookInto(frame: Frame): Promise<readonly string[]> {
  try {
    return await frame.evaluate(inFrame, steering.source);
  } catch (error) {
    // Frames come and go; one that is gone shows nothing.
    if (error instanceof Error && /detached|closed|destroyed/i.test(error.message)) return [];
    throw error;
  }
}

/** Runs in the page, so it holds no functions of a name: the compiler would wrap them in one of its own. */
function inFrame(steeringSource: string): readonly string[] {
  const pattern = new RegExp(steeringSource);
  const isGraph = document.querySelector('#app') !== null;
  const problems = [...document.querySelectorAll('body *')].flatMap((element) => {
    // What is written in a file is the file's own; the editor marks it.
    if (element.closest('.view-lines, script, style') !== null) return [];
    const found: string[] = [];
    const texts = ['aria-label', 'title', 'alt', 'placeholder'].map((name) =>
      element.getAttribute(name),
    );
    for (const node of element.childNodes) if (node.nodeType === 3) texts.push(node.nodeValue);
    if (texts.some((text) => text !== null && pattern.test(text))) found.push('shown as it came');
    const live = ['href', 'data-href', 'src', 'action', 'onclick', 'onerror', 'onload'];
    const marks =
      /^command:workbench\.action\.files\.new|__canary|http:\/\/x\/|markdown\.png|^javascript:/;
    if (live.some((name) => marks.test(element.getAttribute(name) ?? '')))
      found.push('became a link');
    const { left, right, width, height } = element.getBoundingClientRect();
    const isOutside = width > 1 && height > 1 && (right > innerWidth + 1 || left < -1);
    if (isGraph && isOutside) {
      // What stands for itself may not be cut off either.
      let around = element.matches('aside, header, .card, [role=search], [role=menu]')
        ? null
        : element.parentElement;
      for (; around !== null && around !== document.body; around = around.parentElement) {
        const box = around.getBoundingClientRect();
        const cuts = getComputedStyle(around).overflowX !== 'visible';
        if (cuts && box.right <= innerWidth + 1 && box.left >= -1) break;
      }
      if (around === null || around === document.body) found.push('wider than its page');
    }
    const what = `${element.tagName}.${element.getAttribute('class') ?? ''}`;
    const shown = element.textContent.slice(0, 80);
    return found.map((problem) => `${problem}: ${what}: ${shown}`);
  });
  if (pattern.test(document.title)) problems.push(`title as it came: ${document.title}`);
  if ((globalThis as { readonly __canary?: unknown }).__canary !== undefined)
    problems.push('a script of a text ran');
  return problems;
}
