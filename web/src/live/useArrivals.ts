import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import { bodyOf } from '../api/client';
import type { Conversation } from '../api/types';
import { addressOf, readPlace, start } from '../conversations/address';
import { useSession } from '../session/session';
import { usePreferences } from '../settings/preferences';
import { announce } from './announce';
import { useLiveSource } from './live';
import { announcementOf, isOnScreen, noteOf, overdueNoteOf, type Note } from './notifications';

/** Null in Chrome on Android, which allows them only to service workers. */
function createNotification(title: string, options: NotificationOptions): Notification | null {
  try {
    return new Notification(title, options);
  } catch {
    return null;
  }
}

/** Reports customers' new actions to screen readers, and on the desktop if the user allowed it. */
export function useArrivals(): void {
  const live = useLiveSource();
  const [path, navigate] = useLocation();
  const { notifications, notificationText } = usePreferences();
  const { api } = useSession();
  const notify = useEffectEvent((conversation: Conversation, { title, body }: Note) => {
    const note = createNotification(title, { body, tag: conversation.id, icon: '/icon.svg' });
    if (!note) {
      return;
    }

    note.onclick = () => {
      window.focus();
      navigate(addressOf({ ...start, conversation: conversation.id }));
      note.close();
    };
  });
  const mayNotify = () => notifications && 'Notification' in window && Notification.permission === 'granted';
  const arrive = useEffectEvent((arrived: readonly Conversation[]) => {
    const shown = path.startsWith('/inbox') ? readPlace(path, new URLSearchParams()).conversation : null;
    // An open conversation announces its new items itself.
    const sentence = announcementOf(arrived.filter((one) => one.id !== shown));
    if (sentence) {
      announce(sentence);
    }

    if (mayNotify()) {
      const hasFocus = document.hasFocus() && document.visibilityState === 'visible';
      arrived.filter((one) => !isOnScreen(one.id, shown, hasFocus)).forEach((one) => notify(one, noteOf(one, notificationText)));
    }
  });
  const escalate = useEffectEvent((overdue: readonly Conversation[]) => {
    for (const conversation of overdue) {
      const note = overdueNoteOf(conversation);
      announce(note.title);
      if (mayNotify()) {
        notify(conversation, note);
      }
    }
  });
  const follow = useEffectEvent(async (id: string) =>
    live.seeHinted(await api.GET('/api/conversations/{id}', { params: { path: { id } } }).then(bodyOf)),
  );
  // A hint that cannot be followed is lost, as one that never arrived.
  useEffect(() => live.onOverdueHint((id) => void follow(id).catch(() => undefined)), [live]);
  useEffect(() => live.onOverdue((overdue) => escalate(overdue)), [live]);
  useEffect(() => live.onArrival((arrived) => arrive(arrived)), [live]);
}
