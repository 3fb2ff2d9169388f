import { CallBanner } from '../calls/CallBanner';
import { useLiveCalls } from '../calls/useLiveCalls';
import { useChangedConversations } from '../conversations/useChangedConversations';
import { useLiveCounts } from '../conversations/useCounts';
import { useArrivals } from './useArrivals';
import { useHub } from './useHub';
import { useUnreadMark } from './useUnreadMark';

/** The live updates of all sections: lists, arrivals, unread count and calls. */
export default function LiveUpdates() {
  const { unread } = useLiveCounts();
  const calls = useLiveCalls();
  useChangedConversations();
  useArrivals();
  useUnreadMark(unread);
  // Last, so that all of the above receive what arrives from now on.
  useHub();
  return calls.length > 0 && <CallBanner calls={calls} />;
}
