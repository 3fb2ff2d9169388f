import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import type { Conversation } from '../api/types';
import { addressOf, readPlace, start } from '../conversations/address';
import { usePreferences } from '../settings/preferences';
import { announce } from './announce';
import { useLiveSource } from './live';
import { announcementOf, isOnScreen, noteOf } from './notifications';

/** Reports customers' new actions to screen readers, and on the desktop if the user allowed it. */
export function useArrivals(): void {
  const live = useLiveSource();
  const [path, navigate] = useLocation();
  const { notifications, notificationText } = usePreferences();
  const notify = useEffectEvent((conversation: Conversation) => {
    const { title, body } = noteOf(conversation, notificationText);
    const note = new Notification(title, { body, tag: conversation.id, icon: '/icon.svg' });
    note.onclick = () => {
      window.focus();
      navigate(addressOf({ ...start, conversation: conversation.id }));
      note.close();
    };
  });
  const arrive = useEffectEvent((arrived: readonly Conversation[]) => {
    const shown = path.startsWith('/inbox') ? readPlace(path, new URLSearchParams()).conversation : null;
    // An open conversation announces its new items itself.
    const sentence = announcementOf(arrived.filter((one) => one.id !== shown));
    if (sentence) {
      announce(sentence);
    }

    if (notifications && 'Notification' in window && Notification.permission === 'granted') {
      const hasFocus = document.hasFocus() && document.visibilityState === 'visible';
      arrived.filter((one) => !isOnScreen(one.id, shown, hasFocus)).forEach((one) => notify(one));
    }
  });
  useEffect(() => live.onArrival((arrived) => arrive(arrived)), [live]);
}
