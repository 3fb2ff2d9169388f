import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from './preferences';

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=range]), textarea, select, [contenteditable], [role=dialog], [role=listbox], [role=menu]') !== null;

const arrows = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

/** Whether a key belongs to the focused control: arrows move a slider, and scroll what can be scrolled. */
const isOwn = (key: string, target: EventTarget | null): boolean =>
  arrows.includes(key) && target instanceof HTMLElement && target.closest('input, [role=region][tabindex]') !== null;

/**
 * Handles single-key shortcuts, except while the user is writing, in dialogs, and if they are switched off. If several handle the same key,
 * `first` takes precedence.
 */
export function useShortcuts(keys: Readonly<Record<string, () => unknown>>, { first = false } = {}): void {
  const { shortcuts } = usePreferences();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.isComposing ||
      event.defaultPrevented ||
      writes(event.target) ||
      isOwn(event.key, event.target) ||
      document.querySelector('[role=dialog]')
    ) {
      return;
    }

    const run = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (run) {
      event.preventDefault();
      run();
    }
  });
  useEffect(() => {
    if (!shortcuts) {
      return undefined;
    }

    const listener = (event: KeyboardEvent) => press(event);
    document.addEventListener('keydown', listener, { capture: first });
    return () => document.removeEventListener('keydown', listener, { capture: first });
  }, [shortcuts, first]);
}
