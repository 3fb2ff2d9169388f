import { useId, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { SavedReply } from '../api/types';
import { lazily } from '../layout/lazily';
import { withNames, type Names } from './placeholders';
import { matching, slashBefore } from './slash';
import { useSavedReplies } from './useSavedReplies';

const ReplyPicker = lazily(() => import('./ReplyPicker'), { small: true });

interface Picker {
  readonly list: ReactNode;
  /** The attributes of the text field. */
  readonly field: { readonly 'aria-controls'?: string; readonly 'aria-activedescendant'?: string };
  /** Looks for a slash before the caret. */
  readonly onText: (text: string, caret: number) => void;
  /** Returns whether the key was for the list. */
  readonly onKeyDown: (event: KeyboardEvent) => boolean;
  readonly close: () => void;
}

/** Inserts a saved reply after a slash. */
export function useReplyPicker(
  text: string,
  names: Names,
  input: RefObject<HTMLTextAreaElement | null>,
  onInserted: (text: string) => void,
): Picker {
  const id = useId();
  const [place, setPlace] = useState<{ start: number; caret: number; word: string } | null>(null);
  const [active, setActive] = useState(0);
  const replies = useSavedReplies(place !== null);
  const found = place ? matching(replies.data ?? [], place.word) : [];
  const isOpen = found.length > 0;
  const at = Math.min(active, found.length - 1);
  const close = () => setPlace(null);
  const pick = (reply: SavedReply) => {
    if (!place) {
      return;
    }

    const inserted = withNames(reply.text, names);
    onInserted(text.slice(0, place.start) + inserted + text.slice(place.caret));
    close();
    const caret = place.start + inserted.length;
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(caret, caret);
    });
  };
  return {
    list: isOpen && <ReplyPicker id={id} replies={found} active={at} onPick={pick} />,
    field: isOpen ? { 'aria-controls': id, 'aria-activedescendant': `${id}-${at}` } : {},
    onText: (next, caret) => {
      const slash = slashBefore(next, caret);
      setPlace(slash && { ...slash, caret });
      setActive(0);
    },
    onKeyDown: (event) => {
      const chosen = found[at];
      if (!chosen || event.nativeEvent.isComposing) {
        return false;
      }

      switch (event.key) {
        case 'ArrowDown':
          setActive((at + 1) % found.length);
          break;
        case 'ArrowUp':
          setActive((at + found.length - 1) % found.length);
          break;
        case 'Enter':
        case 'Tab':
          pick(chosen);
          break;
        case 'Escape':
          close();
          break;
        default:
          return false;
      }

      event.preventDefault();
      return true;
    },
    close,
  };
}
