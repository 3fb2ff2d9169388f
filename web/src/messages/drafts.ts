import { useCallback, useState } from 'react';

export type Mode = 'message' | 'comment';

const keyOf = (userId: string, conversation: string, mode: Mode): string => `zuperconnect.draft.${userId}.${conversation}.${mode}`;

/** The draft of a message or comment, stored in this browser until it is sent. */
export function useDraft(userId: string, conversation: string, mode: Mode) {
  const key = keyOf(userId, conversation, mode);
  const [text, setText] = useState(() => localStorage.getItem(key) ?? '');
  const set = useCallback(
    (next: string) => {
      setText(next);
      if (next) {
        localStorage.setItem(key, next);
      } else {
        localStorage.removeItem(key);
      }
    },
    [key],
  );
  /** Removes the draft if it is still the text that was sent. */
  const clear = useCallback(
    (sent: string) => {
      if (localStorage.getItem(key) === sent) {
        set('');
      }
    },
    [key, set],
  );
  return { text, setText: set, clear };
}
