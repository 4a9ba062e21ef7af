import { child, entriesOf, itemsOf, stringOf, type MapTree } from './tree';

/** Services without profiles, and those of which one profile is active; `*` activates all. */
export function enabledServices(model: MapTree, active: readonly string[]): ReadonlySet<string> {
  const all = active.includes('*');
  return new Set(
    entriesOf(child(model, 'services'))
      .filter(([, { value }]) => {
        const profiles = itemsOf(child(value, 'profiles')).flatMap((item) => stringOf(item) ?? []);
        return all || profiles.length === 0 || profiles.some((profile) => active.includes(profile));
      })
      .map(([name]) => name),
  );
}
