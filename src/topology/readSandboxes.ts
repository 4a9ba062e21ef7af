import type { Sandbox, SandboxId } from '../model/sandbox';
import type { ContainerDraft } from './readContainers';

/** Which sandbox a container lives in: the host's, its own, or the one it joins. */
export function sandboxIdOf(
  container: ContainerDraft,
  byId: ReadonlyMap<string, ContainerDraft>,
): SandboxId {
  const mode = container.facts.networkMode.value;
  switch (mode.kind) {
    case 'host':
      return 'host';
    case 'container': {
      const owner = mode.container === undefined ? undefined : byId.get(mode.container);
      if (owner === undefined || owner === container) return `gone:${mode.ref}`;
      return owner.facts.networkMode.value.kind === 'container'
        ? ownId(owner)
        : sandboxIdOf(owner, byId);
    }
    case 'networks':
    case 'none':
      return ownId(container);
  }
}

function ownId(container: ContainerDraft): SandboxId {
  return container.engineSandboxId === '' ? container.id : container.engineSandboxId;
}

/** Sandboxes with their containers, the host's own first, then by owner's key. */
export function readSandboxes(containers: readonly ContainerDraft[]): readonly Sandbox[] {
  const byId = new Map(containers.map((container) => [container.id, container]));
  const members = new Map<SandboxId, ContainerDraft[]>([['host', []]]);
  for (const container of containers) {
    const id = sandboxIdOf(container, byId);
    const group = members.get(id);
    if (group === undefined) members.set(id, [container]);
    else group.push(container);
  }
  return [...members].map(([id, group]) => sandbox(id, group));
}

function sandbox(id: SandboxId, group: readonly ContainerDraft[]): Sandbox {
  if (id === 'host') {
    return { id, kind: 'host', containerIds: group.map((container) => container.id) };
  }
  const owner = group.find((container) => container.facts.networkMode.value.kind !== 'container');
  const others = group.filter((container) => container !== owner);
  return {
    id,
    kind: 'own',
    containerIds: [...(owner === undefined ? [] : [owner]), ...others].map(
      (container) => container.id,
    ),
    ...(owner === undefined ? {} : { ownerId: owner.id }),
  };
}
