import * as vscode from 'vscode';
import { compare } from '../../analysis/verify/probe';
import type { TriedConnection } from '../../model/snapshot';
import { displayText } from '../../scene/displayText';
import { systemClock } from '../../sources/engine/clock';
import { isThisMachine } from '../../sources/host/isThisMachine';
import { commandRunner } from '../../sources/host/runCommand';
import type { EngineReading, EngineStore } from '../store/engineStore';
import type { HostAccess } from '../store/hostAccess';
import { mayWrite } from '../commands/writeAccess';
import type { ShownTrace } from './traces';
import { tryByHelper, tryFromHere, tryInside, type Tried } from './verifyWays';

/**
 * Tries a trace for real, after asking, and lays what was seen beside what was predicted: inside the source where its
 * image can, else by a helper container in its network; from the host by this process where the engine is here.
 * `undefined` when the user declined. @throws EngineError
 */
export async function verifyTrace(
  hostAccess: HostAccess,
  { reading }: EngineStore,
  shown: ShownTrace,
): Promise<ShownTrace['verified']> {
  if (reading === undefined || !(await mayWrite())) return undefined;
  const { question } = shown.plan;
  const tried =
    question.from === 'host'
      ? await tryFromHost(hostAccess, reading, shown)
      : await tryFromContainer(hostAccess, reading, shown);
  if (tried === undefined) return undefined;
  return {
    comparison: compare(shown.answer.verdict, tried.observed, question.proto),
    text: said(tried, question.proto),
    tried: recordOf(shown, tried),
  };
}

async function tryFromContainer(
  hostAccess: HostAccess,
  { engine }: EngineReading,
  { topology, plan: { question } }: ShownTrace,
): Promise<Tried | undefined> {
  const source = topology.containers.find(({ id }) => id === question.from);
  if (source === undefined) return undefined;
  const name = displayText(source.name.value);
  const inside = await tryInside(engine, { id: source.id, name }, question);
  if (inside?.observed !== 'no-tool') return inside;
  const why = vscode.l10n.t('The image of {0} has nothing to try it with.', name);
  return tryByHelper(
    hostAccess,
    engine,
    { network: `container:${source.id}`, name },
    question,
    why,
  );
}

async function tryFromHost(
  hostAccess: HostAccess,
  { engine, snapshot }: EngineReading,
  { plan: { question } }: ShownTrace,
): Promise<Tried | undefined> {
  const run = commandRunner(systemClock);
  const isHere = await isThisMachine(engine, snapshot, run, new AbortController().signal);
  if (isHere) return tryFromHere(question);
  const why = vscode.l10n.t('The engine’s host is not this machine.');
  return tryByHelper(hostAccess, engine, { network: 'host', name: 'host' }, question, why);
}

function said({ way, tool, observed }: Tried, proto: string): string {
  const { l10n } = vscode;
  const who = way === 'helper' ? l10n.t('{0} in a helper', tool) : tool;
  switch (observed) {
    case 'open':
      return l10n.t('{0} got through', who);
    case 'refused':
      return l10n.t('{0} was refused', who);
    case 'silent':
      return proto === 'udp'
        ? l10n.t('{0} heard nothing, which over UDP proves nothing', who)
        : l10n.t('{0} heard nothing', who);
    case 'unreachable':
      return l10n.t('{0} found no way', who);
    case 'no-tool':
      return l10n.t('there was no tool to try it with');
    case 'unclear':
      return l10n.t('{0} gave no clear answer', who);
  }
}

/** What a report needs of it: no output, no environment. */
function recordOf({ plan, answer }: ShownTrace, { way, tool, observed }: Tried): TriedConnection {
  const { question } = plan;
  const { decidedBy } = answer;
  return {
    triedAt: new Date().toISOString(),
    from: question.from,
    to: question.to,
    proto: question.proto,
    port: question.port,
    way,
    tool,
    observed,
    predicted: answer.verdict,
    why: answer.why,
    decidedBy: decidedBy === null ? undefined : JSON.stringify(decidedBy),
  };
}
