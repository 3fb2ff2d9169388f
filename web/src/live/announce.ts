let region: HTMLElement | null = null;

/** Announces a short sentence to screen readers. */
export function announce(sentence: string): void {
  if (!region) {
    region = document.createElement('div');
    region.className = 'hidden-text';
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }

  region.textContent = sentence;
}
