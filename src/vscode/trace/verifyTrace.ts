import * as vscode from 'vscode';
import { agrees, probeCommand, readProbe, type Observed } from '../../analysis/verify/probe';
import { displayText } from '../../scene/displayText';
import type { EngineStore } from '../store/engineStore';
import type { ShownTrace } from './traces';

/** Longer than any of the tools waits. */
const timeoutMs = 15_000;
const largestBytes = 64 * 1024;

/** Whether a trace can be tried from inside its source: a running container of an engine, and a question a tool can put. */
export function canVerify({ topology, plan }: ShownTrace): boolean {
  const source = topology.containers.find(({ id }) => id === plan.question.from);
  return (
    vscode.workspace.isTrusted &&
    source?.state.value === 'running' &&
    probeCommand(plan.question) !== undefined
  );
}

/** Asks with the exact command, runs it in the source, and compares. `undefined` when the user declined. @throws EngineError */
export async function verifyTrace(
  store: EngineStore,
  { topology, plan, answer }: ShownTrace,
): Promise<ShownTrace['verified']> {
  const { l10n } = vscode;
  const source = topology.containers.find(({ id }) => id === plan.question.from);
  const command = probeCommand(plan.question);
  if (store.state.kind !== 'ready' || source === undefined || command === undefined)
    return undefined;
  const { engine } = store.state;
  const name = displayText(source.name.value);
  const run = l10n.t('Run');
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('Run this in {0} to see whether the connection really works?', name),
    {
      modal: true,
      detail: `docker exec ${name} ${command.slice(0, 2).join(' ')} '${command[2]?.replaceAll("'", `'\\''`) ?? ''}'`,
    },
    run,
  );
  if (chosen !== run) return undefined;
  const output = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Trying the connection from {0}', name),
      cancellable: true,
    },
    (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return engine.exec(
        { containerId: source.id, command, timeoutMs, largestBytes },
        abort.signal,
      );
    },
  );
  // 126 and 127: the image has no shell to run it with (docker exec, exit codes).
  const hasShell = output.exitCode !== 126 && output.exitCode !== 127;
  const { tool, observed } = hasShell
    ? readProbe(`${output.stdout}${output.stderr}`)
    : { tool: '', observed: 'no-tool' as const };
  const agreed = agrees(answer.verdict, observed);
  if (agreed === undefined) {
    void vscode.window.showInformationMessage(
      observed === 'no-tool'
        ? l10n.t(
            'The image of {0} has none of bash, python3, nc, wget or ping, so it cannot be tried from inside: a helper container would be needed.',
            name,
          )
        : l10n.t('Trying it said too little to compare: {0}', displayText(said(tool, observed))),
    );
    return undefined;
  }
  return { agrees: agreed, text: said(tool, observed) };
}

function said(tool: string, observed: Observed): string {
  const { l10n } = vscode;
  switch (observed) {
    case 'open':
      return l10n.t('{0} got through', tool);
    case 'refused':
      return l10n.t('{0} was refused', tool);
    case 'silent':
      return l10n.t('{0} heard nothing', tool);
    case 'unreachable':
      return l10n.t('{0} found no way', tool);
    case 'no-tool':
    case 'unclear':
      return l10n.t('{0} gave no clear answer', tool);
  }
}
