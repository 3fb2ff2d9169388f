import { AlertCircle, MessageSquare, Phone, PhoneIncoming, PhoneMissed, Reply, Voicemail } from 'lucide-react';
import type { Conversation, LastAction, Me } from '../api/types';
import { duration } from '../time/time';
import { words } from '../words';

/** The name of the user; empty in data of earlier versions. */
function nameOf(action: LastAction, me: Me): string {
  return action.userId === null
    ? words.action.customer
    : action.userId === me.userId
      ? words.action.you
      : (action.userName ?? words.action.team);
}

/** Whether it is a message that was not delivered. */
export const hasFailed = (action: LastAction | null): boolean => action?.type === 'messageFailed' || action?.delivery === 'failed';

/** The last action in words. */
export function lastActionText({ lastAction: action }: Conversation, me: Me): string {
  if (!action) {
    return words.action.none;
  }

  switch (hasFailed(action) ? 'messageFailed' : action.type) {
    case 'messageFailed':
      return words.action.failed(action.text ?? '');
    case 'messageReceived':
      return action.text ?? '';
    case 'messageSent':
      return `${nameOf(action, me)}: ${action.text ?? ''}`;
    case 'callReceived':
      return action.userId ? words.action.callAnswered(nameOf(action, me)) : words.action.callReceived;
    case 'callMissed':
      return words.action.callMissed;
    case 'callPlaced':
      return `${nameOf(action, me)}: ${action.text ?? words.action.callPlaced}`;
    case 'voicemailReceived':
      return action.durationSeconds === null ? words.action.voicemail : `${words.action.voicemail} ${duration(action.durationSeconds)}`;
  }
}

const icons = {
  messageReceived: MessageSquare,
  messageSent: Reply,
  messageFailed: AlertCircle,
  callReceived: PhoneIncoming,
  callMissed: PhoneMissed,
  callPlaced: Phone,
  voicemailReceived: Voicemail,
};

export function LastActionIcon({ action }: { action: LastAction | null }) {
  const Icon = icons[hasFailed(action) ? 'messageFailed' : (action?.type ?? 'messageReceived')];
  return <Icon size={14} aria-hidden="true" />;
}
