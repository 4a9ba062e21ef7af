import * as vscode from 'vscode';
import { probeCommand } from '../../analysis/verify/probe';
import type { ShownTrace } from './traces';

/** Whether a trace can be tried: from a running container or the host, a question that a tool can put. */
export function canVerify({ topology, plan: { question } }: ShownTrace): boolean {
  if (!vscode.workspace.isTrusted || probeCommand(question) === undefined) return false;
  if (question.from === 'host') return question.proto !== 'icmp';
  const source = topology.containers.find(({ id }) => id === question.from);
  return source?.state.value === 'running';
}
