import { lazy, Suspense } from 'react';
import { useLiveCalls } from '../calls/useLiveCalls';
import { useChangedConversations } from '../conversations/useChangedConversations';
import { useLiveCounts } from '../conversations/useCounts';
import { useArrivals } from './useArrivals';
import { useUnreadMark } from './useUnreadMark';

const CallBanner = lazy(() => import('../calls/CallBanner'));

/** What goes on in every section: changes in the lists, what is new, how much is unread, and calls. */
export function LiveUpdates() {
  const { unread } = useLiveCounts();
  const calls = useLiveCalls();
  useChangedConversations();
  useArrivals();
  useUnreadMark(unread);
  return calls.length > 0 && <Suspense><CallBanner calls={calls} /></Suspense>;
}
