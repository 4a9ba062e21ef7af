import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { probeCommand, probeScript, readProbe, type Observed } from '../../analysis/verify/probe';
import type { TraceQuestion } from '../../analysis/trace/traceAnswer';
import { displayLines, displayText } from '../../scene/displayText';
import type { Engine } from '../../sources/engine/engine';
import { helperCommandLine } from '../../sources/host/helperWords';
import { tryConnection } from '../../sources/host/tryConnection';
import { withEngineProgress } from '../commands/writeAccess';
import type { HostAccess } from '../store/hostAccess';
import { showInformation } from '../messages';

/** What a try came to, and by which way. */
export interface Tried {
  readonly way: 'exec' | 'helper' | 'local';
  readonly tool: string;
  readonly observed: Observed;
}

/** Longer than any of the tools waits. */
const limits = { timeoutMs: 15_000, largestBytes: 64 * 1024 };

/** Asks with the exact command and runs it in the source. `undefined` when the user declined. @throws EngineError */
export async function tryInside(
  engine: Engine,
  source: { readonly id: string; readonly name: string },
  question: TraceQuestion,
): Promise<Tried | undefined> {
  const { l10n } = vscode;
  const command = probeCommand(question);
  const script = probeScript(question);
  if (command === undefined || script === undefined) return undefined;
  const agreed = await asks(
    l10n.t('Run this in {0} to see whether the connection really works?', source.name),
    `docker exec ${source.name} /bin/sh -c ${quoted(script)}`,
    l10n.t('Run'),
  );
  if (!agreed) return undefined;
  const output = await trying(source.name, (signal) =>
    engine.exec({ containerId: source.id, command, ...limits }, signal),
  );
  // 126 and 127: the image has no shell to run it with (docker exec, exit codes).
  const hasShell = output.exitCode !== 126 && output.exitCode !== 127;
  const read = readProbe(`${output.stdout}${output.stderr}`, question.proto);
  return { way: 'exec', ...(hasShell ? read : { tool: '', observed: 'no-tool' }) };
}

/**
 * Asks with the exact command and runs it in a helper container in a network namespace, with the rights of the
 * helper that reads sandboxes: none. `undefined` when the user declined or no helper may run. @throws EngineError
 */
export async function tryByHelper(
  hostAccess: HostAccess,
  engine: Engine,
  source: { readonly network: string; readonly name: string },
  question: TraceQuestion,
  why: string,
): Promise<Tried | undefined> {
  const { l10n } = vscode;
  const script = probeScript(question);
  if (script === undefined) return undefined;
  const image = await hostAccess.helperImage(engine, new AbortController().signal);
  if (!('id' in image)) {
    void showInformation(displayText(`${why} ${image.message} ${image.nextStep}`));
    return undefined;
  }
  const agreed = await asks(
    l10n.t('{0} Run a helper container in the network of {1}?', why, source.name),
    [
      `${helperCommandLine('sandbox', image.name, source.network)} -c ${quoted(script)}`,
      l10n.t('The image is {0}. Nothing is pulled, and the container is removed.', image.id),
    ].join('\n\n'),
    l10n.t('Run Helper'),
  );
  if (!agreed) return undefined;
  const { stdout, stderr } = await trying(source.name, (signal) =>
    engine.runHelper(
      {
        image: image.id,
        network: source.network,
        capabilities: [],
        script,
        args: [],
        run: randomBytes(8).toString('hex'),
        ...limits,
      },
      signal,
    ),
  );
  return { way: 'helper', ...readProbe(`${stdout}${stderr}`, question.proto) };
}

/** Asks, and connects from this very process. `undefined` when the user declined, or where there is no such way. */
export async function tryFromHere(question: TraceQuestion): Promise<Tried | undefined> {
  const { l10n } = vscode;
  const { to, port, proto } = question;
  if (port === undefined || (proto !== 'tcp' && proto !== 'udp')) return undefined;
  const agreed = await asks(
    l10n.t('Try the connection from this machine, which is the engine’s host?'),
    proto === 'tcp'
      ? l10n.t('A TCP connection to {0} port {1} is opened and closed again.', to, port)
      : l10n.t('An empty line is sent to {0} port {1} over UDP.', to, port),
    l10n.t('Try'),
  );
  if (!agreed) return undefined;
  const observed = await trying('host', (signal) => tryConnection({ to, port, proto }, signal));
  return { way: 'local', tool: proto.toUpperCase(), observed };
}

async function asks(message: string, detail: string, button: string): Promise<boolean> {
  const options = { modal: true, detail: displayLines(detail) };
  const chosen = await vscode.window.showWarningMessage(displayText(message), options, button);
  return chosen === button;
}

function trying<T>(from: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const title = vscode.l10n.t('Trying the connection from {0}', displayText(from));
  return withEngineProgress(title, work);
}

/** As a shell takes it for one word. */
function quoted(script: string): string {
  return `'${script.replaceAll("'", `'\\''`)}'`;
}
