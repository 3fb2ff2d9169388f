import { useEffect, useEffectEvent, useRef } from 'react';
import type { Conversation } from '../api/types';

const looks = 2000;

/**
 * Marks an unread conversation as read after its newest item was visible in a focused window for two seconds. If the user marks it as
 * unread, it stays unread until it is opened again.
 */
export function useMarkedRead(
  conversation: Conversation,
  seenThrough: number,
  atEnd: boolean,
  onRead: (conversation: Conversation, seenThrough: number) => void,
) {
  const kept = useRef(false);
  const mark = useEffectEvent(onRead);
  const { id, unread } = conversation;
  useEffect(() => {
    if (!unread || !atEnd) {
      return undefined;
    }

    let timer: ReturnType<typeof setTimeout> | undefined;
    const start = () => {
      clearTimeout(timer);
      if (document.hasFocus() && document.visibilityState === 'visible' && !kept.current) {
        timer = setTimeout(() => mark(conversation, seenThrough), looks);
      }
    };
    const stop = () => clearTimeout(timer);
    start();
    window.addEventListener('focus', start);
    window.addEventListener('blur', stop);
    return () => {
      stop();
      window.removeEventListener('focus', start);
      window.removeEventListener('blur', stop);
    };
    // A new version is looked at anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, seenThrough, unread, atEnd]);
  return { keepUnread: () => (kept.current = true) };
}
