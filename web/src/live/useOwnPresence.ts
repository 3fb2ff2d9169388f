import { useCallback, useEffect, useRef } from 'react';
import { useSession } from '../session/session';
import { useLiveSource } from './live';

type State = 'looking' | 'writing' | 'gone';

/** Who passes by was not here. */
const passes = 500;
const repeats = 25_000;
/** Who has not typed for so long is not writing any more. */
const thinks = 15_000;

/**
 * Tells colleagues that the user looks at a conversation, as long as it is in sight.
 * @returns takes what the user has typed of a message: from then on they write.
 */
export function useOwnPresence(conversation: string): (text: string) => void {
  const { api } = useSession();
  const { presence } = useLiveSource();
  const type = useRef<(text: string) => void>(() => undefined);
  useEffect(() => {
    let told: State = 'gone';
    let typing = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let thinking: ReturnType<typeof setTimeout> | undefined;
    let queue = Promise.resolve();
    const put = async (state: State) => {
      // It is only a hint.
      await api.PUT('/api/conversations/{id}/presence', { params: { path: { id: conversation } }, body: { state }, keepalive: true }).catch(() => undefined);
    };
    const tell = (state: State) => {
      clearTimeout(timer);
      timer = state === 'gone' ? undefined : setTimeout(() => tell(told), repeats);
      if (state !== 'gone' || told !== 'gone') {
        told = state;
        queue = queue.then(() => put(state));
      }
    };
    const look = () => tell(document.visibilityState !== 'visible' ? 'gone' : typing ? 'writing' : 'looking');
    const leave = () => {
      if (told !== 'gone') {
        told = 'gone';
        void put('gone');
      }
    };
    type.current = (text) => {
      clearTimeout(thinking);
      thinking = setTimeout(() => type.current(''), thinks);
      const before = typing;
      typing = text.trim() !== '';
      if (typing !== before) {
        look();
      }
    };
    let known = presence.at(conversation).map((one) => one.userId);
    const unsubscribe = presence.subscribe((id) => {
      if (id === conversation) {
        const before = known;
        known = presence.at(conversation).map((one) => one.userId);
        // Who has just come does not know yet who is here.
        if (told !== 'gone' && known.some((one) => !before.includes(one))) {
          tell(told);
        }
      }
    });
    timer = setTimeout(look, passes);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', leave);
    return () => {
      unsubscribe();
      clearTimeout(thinking);
      tell('gone');
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', leave);
    };
  }, [api, conversation, presence]);
  return useCallback((text) => type.current(text), []);
}
