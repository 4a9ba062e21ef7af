import type { FilterPanel } from './filterPanel';
import type { FirewallPanel } from './firewallPanel';
import type { Legend } from './legend';
import type { Outline } from './outline';
import type { Toolbar } from './toolbar';
import type { ViewState } from './viewState';
import type { Host } from './vscodeApi';

/** From this width of the panel on, in pixels, the outline is shown unless the user closed it. */
const wideEnough = 900;

type ShownPart = 'outlineShown' | 'legendShown' | 'firewallShown';

/** Class of the firewall's panel while nothing was asked for after it. */
const askedLast = 'asked-last';

/** In pixels of the page. */
const outlineWidth = 260;
const toolbarHeight = 33;

/** Width by height of what a page of this size leaves for the drawing; one that is not laid out yet has no height. */
export function drawingAspect(width: number, height: number, { outlineShown }: ViewState): number {
  const beside = (outlineShown ?? width >= wideEnough) ? outlineWidth : 0;
  const aspect = (width - beside) / (height - toolbarHeight);
  return Number.isFinite(aspect) ? Math.min(Math.max(aspect, 0.1), 10) : 1;
}

export interface ShownPartsOptions {
  readonly root: HTMLElement;
  readonly host: Host;
  readonly toolbar: Toolbar;
  readonly outline: Outline;
  readonly legend: Legend;
  readonly firewall: FirewallPanel;
  readonly filter: FilterPanel;
}

/** Which parts of the panel are shown: what the user opened and closed stays so, all but the filter. */
export class ShownParts {
  constructor(private readonly options: ShownPartsOptions) {}

  toggle(part: ShownPart): void {
    this.options.host.keep({ [part]: !this.isShown(part) });
    this.show();
  }

  isShown(part: ShownPart): boolean {
    const { host, root } = this.options;
    return host.state()[part] ?? (part === 'outlineShown' && root.clientWidth >= wideEnough);
  }

  show(): void {
    const { outline, legend, firewall, toolbar } = this.options;
    outline.element.hidden = !this.isShown('outlineShown');
    toolbar.showOutline(!outline.element.hidden);
    legend.element.hidden = !this.isShown('legendShown');
    toolbar.showLegend(!legend.element.hidden);
    const isShown = this.isShown('firewallShown');
    const opens = isShown && firewall.element.hidden;
    firewall.element.hidden = !isShown;
    toolbar.showFirewall(isShown);
    if (opens) void firewall.refresh();
    if (!isShown) firewall.release();
  }

  /** The focus goes there, since the user asked for it. */
  openFirewall(): void {
    const { host, firewall } = this.options;
    host.keep({ firewallShown: true });
    firewall.element.classList.add(askedLast);
    this.show();
    firewall.focus();
  }

  /** Brings it in front of a connection first, where a narrow panel has room for one of them. */
  toggleFirewall(): void {
    const { element } = this.options.firewall;
    const isSeen = element.getClientRects().length > 0;
    element.classList.add(askedLast);
    if (isSeen || element.hidden) this.toggle('firewallShown');
  }

  /** A connection was asked for since. */
  yieldToTrace(): void {
    this.options.firewall.element.classList.remove(askedLast);
  }

  closeFirewall(): void {
    this.options.host.keep({ firewallShown: false });
    this.show();
    this.options.toolbar.focusFirewall();
  }

  toggleFilter(): void {
    const { filter, toolbar } = this.options;
    const { element } = filter;
    element.hidden = !element.hidden;
    toolbar.showFilter(!element.hidden);
    if (element.hidden) toolbar.focusFilter();
    else filter.focus();
  }
}
