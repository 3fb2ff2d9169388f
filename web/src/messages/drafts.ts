import { useCallback, useState } from 'react';

export type Mode = 'message' | 'comment';

const keyOf = (userId: string, conversation: string, mode: Mode): string => `zuperconnect.draft.${userId}.${conversation}.${mode}`;

/** The draft of a message or comment, stored in this browser until it is sent. */
export function useDraft(userId: string, conversation: string, mode: Mode): readonly [string, (text: string) => void] {
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
  return [text, set];
}
