import { CallBanner } from '../calls/CallBanner';
import { useLiveCalls } from '../calls/useLiveCalls';
import { useChangedConversations } from '../conversations/useChangedConversations';
import { useLiveCounts } from '../conversations/useCounts';
import { useArrivals } from './useArrivals';
import { useHub } from './useHub';
import { useUnreadMark } from './useUnreadMark';

/** What goes on in every section: changes in the lists, what is new, how much is unread, and calls. */
export default function LiveUpdates() {
  const { unread } = useLiveCounts();
  const calls = useLiveCalls();
  useChangedConversations();
  useArrivals();
  useUnreadMark(unread);
  // The last: what comes from now on is heard by all of the above.
  useHub();
  return calls.length > 0 && <CallBanner calls={calls} />;
}
