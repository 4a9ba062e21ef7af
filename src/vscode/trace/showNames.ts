import * as vscode from 'vscode';
import { namesOf, type ResolvedName } from '../../analysis/names/namesOf';
import { situationsOf } from '../../analysis/situations/findSituations';
import type { Situation } from '../../analysis/situations/situation';
import type { InspectDocuments } from '../commands/inspectDocuments';
import { displayText } from '../../scene/displayText';
import type { CommandServices } from '../commands/commandServices';
import { asSubject, resolveSubject, type CommandTarget } from '../commands/commandTarget';
import { askPick, goBack } from '../commands/steps';
import { showInformation } from '../messages';
import { sourceOf } from './traceCommands';

/** *Show Names*: every name a container can ask for, what it gives and by which step, and the ones that give nothing. */
export async function showNames(
  services: CommandServices,
  documents: InspectDocuments,
  argument: unknown,
): Promise<void> {
  const { l10n } = vscode;
  const subject = asSubject(argument);
  const target =
    subject === undefined ? await pickNamed(services) : resolveSubject(services.sources, subject);
  const container = target?.container;
  if (target === undefined || container === undefined) return;
  const tracer = services.traces.tracer(target.topology);
  const names = namesOf(target.topology, tracer.nameService, container);
  const head = l10n.t('Names that {0} can ask for', displayText(container.name.value));
  const rows = [
    [l10n.t('Name'), l10n.t('Gives'), l10n.t('Network'), l10n.t('By')],
    ...names.filter(({ answer }) => answer.result === 'ok').map(row),
  ];
  const none = names
    .filter(({ answer }) => answer.result !== 'ok')
    .map(
      ({ name, answer }) => `${displayText(name)}: ${answer.result}: ${displayText(answer.why)}`,
    );
  // Names that are asked outside stand among those that give nothing.
  const situations = situationsOf(target.topology, tracer, container).filter(
    ({ code }) => code !== 'asked-outside',
  );
  const text = [
    head,
    '',
    ...table(rows),
    ...(none.length === 0 ? [] : ['', l10n.t('Names that give nothing here'), '', ...none]),
    ...(situations.length === 0
      ? []
      : [
          '',
          l10n.t('Good to know about names and addresses here'),
          ...situations.flatMap(inWords),
        ]),
    '',
  ].join('\n');
  await documents.showText('names', `${container.name.value}.txt`, text);
}

/** A container of the graph in sight, else of the engine: networks ask for no names. */
async function pickNamed(
  services: CommandServices,
): Promise<Pick<CommandTarget, 'topology' | 'container'> | undefined> {
  const { l10n } = vscode;
  const { topology } = await services.sources.settledView(sourceOf(services, undefined));
  if (topology === undefined) {
    void showInformation(l10n.t('There is nothing read to look names up in yet.'));
    return undefined;
  }
  const container = await askPick(
    { title: l10n.t('Show Names'), step: 1, total: 1 },
    l10n.t('Container whose names are shown'),
    topology.containers.map((value) => ({
      label: displayText(value.name.value),
      description: displayText(value.state.value),
      value,
    })),
  );
  return container === undefined || container === goBack ? undefined : { topology, container };
}

function inWords({ tell }: Situation): readonly string[] {
  const { happens, why, advice } = tell();
  return ['', `- ${displayText(happens)}`, `  ${displayText(why)}`, `  ${displayText(advice)}`];
}

function row({ name, networks, meant, answer }: ResolvedName): readonly string[] {
  const several = meant.length > 1 ? ` (${meant.join(', ')})` : '';
  return [
    displayText(name),
    displayText(answer.answers.join(', ') + several),
    displayText(networks.join(', ')),
    displayText(`${answer.via}: ${answer.why}`),
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((one) => (one[column] ?? '').length)),
  );
  return rows.map((one) =>
    one
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
