import * as vscode from 'vscode';
import { ConnectivityMatrix } from '../../analysis/matrix/connectivityMatrix';
import { exportMatrix } from '../../analysis/matrix/exportMatrix';
import type { CommandServices } from '../commands/commandServices';
import type { InspectDocuments } from '../commands/inspectDocuments';
import { sourceOf } from '../trace/traceCommands';

/** *Connectivity Matrix*: who can talk to whom, as a table in Markdown or CSV. */
export async function showMatrix(
  services: CommandServices,
  documents: InspectDocuments,
  argument: unknown,
): Promise<void> {
  const { l10n } = vscode;
  const ref = sourceOf(services, argument);
  const { topology } = await services.sources.settledView(ref);
  if (topology === undefined) {
    void vscode.window.showInformationMessage(l10n.t('There is nothing read to trace in yet.'));
    return;
  }
  const choices = ([4, 6] as const).flatMap((family) =>
    (['markdown', 'csv'] as const).map((format) => ({
      label:
        format === 'csv' ? l10n.t('IPv{0} as CSV', family) : l10n.t('IPv{0} as Markdown', family),
      family,
      format,
    })),
  );
  const chosen = await vscode.window.showQuickPick(choices, {
    title: l10n.t('Connectivity Matrix'),
  });
  if (chosen === undefined) return;
  const { family, format } = chosen;
  const text = exportMatrix(
    new ConnectivityMatrix(topology, family, services.traces.tracer(topology)),
    format,
  );
  await documents.showText('matrix', `IPv${family}.${format === 'csv' ? 'csv' : 'md'}`, text);
}
