import type { EmptyAction } from '../src/protocol/messages';
import {
  actionChosen,
  cardRequested,
  depthChosen,
  filterChanged,
  firewallRequested,
  menuRequested,
  searchRequested,
  traceActionChosen,
} from '../src/protocol/messages';
import type { WebviewStrings } from '../src/protocol/strings';
import type { Box } from '../src/scene/scene';
import { DepthSwitch } from './depthSwitch';
import { ElementMenu } from './elementMenu';
import { FilterPanel } from './filterPanel';
import { FirewallPanel } from './firewallPanel';
import { HoverCard } from './hoverCard';
import { Legend } from './legend';
import { Outline } from './outline';
import { SearchBar } from './searchBar';
import type { ShownParts } from './shownParts';
import { StatusPane } from './statusPane';
import { Toolbar } from './toolbar';
import { TracePanel } from './tracePanel';
import type { Host } from './vscodeApi';

/** What the parts around the drawing ask of the panel. It is asked only when somebody does something. */
export interface PartsOwner {
  readonly shown: () => ShownParts;
  readonly fit: () => void;
  /** @param direction 1 is nearer, -1 is farther */
  readonly zoomBy: (direction: 1 | -1) => void;
  readonly choose: (action: EmptyAction) => void;
  readonly chosenInOutline: (id: string) => void;
  readonly openMenu: (id: string, row: HTMLElement) => void;
  readonly isDrawn: (id: string) => boolean;
  /** In pixels of the body; `undefined` when it is not drawn. */
  readonly boxOf: (id: string) => Box | undefined;
  /** Scene ids that stand out because of a rule, and whether to go there. */
  readonly highlight: (elements: readonly string[] | undefined, reveals: boolean) => void;
  /** Scene ids of a trace's path. */
  readonly light: (elements: readonly string[] | undefined) => void;
  readonly emphasise: (id: string | undefined) => void;
  readonly showFound: (found: readonly string[] | undefined, current: string | undefined) => void;
  readonly leaveSearch: (current: string | undefined) => void;
  readonly announce: (text: string) => void;
}

export type PanelParts = ReturnType<typeof makePanelParts>;

/** All that stands around the drawing; what is chosen in it goes to the extension or to the panel. */
export function makePanelParts(host: Host, strings: WebviewStrings, owner: PartsOwner) {
  const { announce, choose } = owner;
  const filter = new FilterPanel({
    strings,
    changed: (wanted) => host.rpc.request(filterChanged, { filter: wanted }),
    close: () => owner.shown().toggleFilter(),
  });
  const depth = new DepthSwitch(strings, (wanted) =>
    host.rpc.notify(depthChosen, { depth: wanted }),
  );
  const card = new HoverCard({
    strings,
    request: (id) => host.rpc.request(cardRequested, { id }),
    boxOf: owner.boxOf,
    emphasise: owner.emphasise,
  });
  const search = new SearchBar({
    strings,
    request: (text) => host.rpc.request(searchRequested, { text }),
    drawn: ({ ids }) => ids.find(owner.isDrawn),
    show: owner.showFound,
    announce,
    closed: owner.leaveSearch,
  });
  return {
    filter,
    depth,
    card,
    search,
    toolbar: new Toolbar(
      strings,
      {
        fit: owner.fit,
        zoomIn: () => owner.zoomBy(1),
        zoomOut: () => owner.zoomBy(-1),
        refresh: () => choose('refresh'),
        search: () => search.open(),
        filter: () => owner.shown().toggleFilter(),
        chooseProject: () => choose('chooseProject'),
        chooseFrames: () => choose('chooseFrames'),
        exportGraph: () => choose('exportGraph'),
        outline: () => owner.shown().toggle('outlineShown'),
        legend: () => owner.shown().toggle('legendShown'),
        firewall: () => owner.shown().toggleFirewall(),
      },
      filter.mark,
      depth.element,
    ),
    outline: new Outline(strings, {
      chosen: owner.chosenInOutline,
      menuAsked: owner.openMenu,
      moved: (id) => card.point(id),
    }),
    legend: new Legend(strings),
    firewall: new FirewallPanel({
      strings,
      request: () => host.rpc.request(firewallRequested, {}),
      highlight: owner.highlight,
      announce,
      close: () => owner.shown().closeFirewall(),
    }),
    trace: new TracePanel({
      strings,
      light: owner.light,
      announce,
      choose: (action, fix) =>
        host.rpc.notify(traceActionChosen, fix === undefined ? { action } : { action, fix }),
    }),
    status: new StatusPane(strings, choose),
    menu: new ElementMenu({
      strings,
      request: (id) => host.rpc.request(menuRequested, { id }),
      choose: (id, action) => host.rpc.notify(actionChosen, { id, action }),
      announce,
    }),
  };
}
