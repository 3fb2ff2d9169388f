import { ListLayout } from 'react-aria-components';

const rem = (): number => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** Rows of equal height, relative to the root's font size, so that they grow with the text. */
export const rowSize = (compact: boolean): number => (compact ? 3.25 : 4.25) * rem();

/** A list that keeps its position when rows are inserted above the first visible one. */
export class AnchoredLayout extends ListLayout<unknown> {
  UNSTABLE_getScrollAnchorInfo() {
    // At the very top, new rows are shown.
    const scrolled = (this.virtualizer?.visibleRect.y ?? 0) > 4;
    return {
      edge: 'start' as const,
      axis: 'y' as const,
      threshold: 0,
      isAnchorable: (info: { type: string }) => scrolled && info.type === 'item',
    };
  }
}
