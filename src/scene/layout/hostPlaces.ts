/** Where the outside world and the host's own row stand, in pixels at zoom 1. */

export const margin = 20;
export const outsideHeight = 36;
export const hostTop = margin + outsideHeight + 30;
const hostHeader = 36;
export const hostPadding = 14;
/** Top of the host's row: its interfaces, and the tags of published ports beside them. */
export const rowTop = hostTop + hostHeader;
/** Left of the first interface. */
export const nicLeft = margin + hostPadding + 12;
/** Least width of the box for what is outside, and of the one for interfaces that were not read. */
export const nicsWidth = 190;
export const nicHeight = 46;
