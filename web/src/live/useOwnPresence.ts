import { useCallback, useEffect, useRef } from 'react';
import { useSession } from '../session/session';
import { useLiveSource } from './live';

type State = 'looking' | 'writing' | 'gone';

/** A shorter visit is not reported. */
const passes = 500;
const repeats = 25_000;
/** After this time without typing, the user is not writing any more. */
const thinks = 15_000;

/**
 * Tells colleagues that the user looks at a conversation while it is visible.
 * @returns A function for the typed text of a message: from then on the user is writing.
 */
export function useOwnPresence(conversation: string): (text: string) => void {
  const { api } = useSession();
  const live = useLiveSource();
  const type = useRef<(text: string) => void>(() => undefined);
  useEffect(() => {
    let told: State = 'gone';
    let typing = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let thinking: ReturnType<typeof setTimeout> | undefined;
    let queue = Promise.resolve();
    const { presence } = live;
    const put = async (state: State) => {
      if (!live.isConnected) {
        // Without hints nobody would receive it.
        return;
      }

      const params = { path: { id: conversation } };
      await api.PUT('/api/conversations/{id}/presence', { params, body: { state }, keepalive: true }).catch(() => undefined);
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
    const write = (writes: boolean) => {
      if (writes !== typing) {
        typing = writes;
        look();
      }
    };
    type.current = (text) => {
      clearTimeout(thinking);
      thinking = setTimeout(() => write(false), thinks);
      write(text.trim() !== '');
    };
    let known = presence.at(conversation).map((one) => one.userId);
    const again = () => told !== 'gone' && tell(told);
    const unsubscribe = live.subscribe((news) => news.missed && again());
    const leaveBoard = presence.subscribe((id) => {
      if (id === conversation) {
        const before = known;
        known = presence.at(conversation).map((one) => one.userId);
        // A colleague who has just arrived does not know who is here.
        if (known.some((one) => !before.includes(one))) {
          again();
        }
      }
    });
    timer = setTimeout(look, passes);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pagehide', leave);
    return () => {
      unsubscribe();
      leaveBoard();
      clearTimeout(thinking);
      tell('gone');
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pagehide', leave);
    };
  }, [api, conversation, live]);
  return useCallback((text) => type.current(text), []);
}
