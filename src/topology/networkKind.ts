import type { NetworkKind } from '../model/network';

/** What a driver makes, as far as topology and picture tell drivers apart. */
export function networkKind(driver: string): NetworkKind {
  switch (driver) {
    case 'bridge':
    case 'host':
    case 'macvlan':
    case 'ipvlan':
    case 'overlay':
      return driver;
    case 'null':
      return 'none';
    default:
      return 'other';
  }
}
