import type { Container } from '../../model/container';
import type { Network } from '../../model/network';
import type { CommandServices } from './commandServices';
import { asSubject, pickTarget, resolveSubject } from './commandTarget';
import type { CommandTarget } from './commandTarget';

/** One network or container, and what it is. */
export interface OneSubject {
  readonly target: CommandTarget;
  readonly kind: 'network' | 'container';
  readonly noun: Network | Container;
}

/** What a command was called on; from the palette it asks. Undefined when nothing is chosen or it is gone. */
export async function askForOne(
  { engine, sources }: CommandServices,
  argument: unknown,
  title: string,
): Promise<OneSubject | undefined> {
  const subject = asSubject(argument);
  const target =
    subject === undefined ? await pickTarget(engine, title) : resolveSubject(sources, subject);
  if (target?.container !== undefined) return { target, kind: 'container', noun: target.container };
  if (target?.network !== undefined) return { target, kind: 'network', noun: target.network };
  return undefined;
}
