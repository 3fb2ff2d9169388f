import { AlertCircle, MessageSquare, Phone, PhoneIncoming, PhoneMissed, Reply, Voicemail } from 'lucide-react';
import type { Conversation, LastAction, Me } from '../api/types';
import { words } from '../words';

/** Who did it. The API names the user's id so far; a name beside it is to come. */
function nameOf(action: LastAction, me: Me): string {
  return action.userId === null ? words.action.customer : action.userId === me.userId ? words.action.you : action.userId.charAt(0).toUpperCase() + action.userId.slice(1);
}

/** The newest thing that happened, in words. */
export function lastActionText({ lastAction: action }: Conversation, me: Me): string {
  switch (action?.type) {
    case undefined: return words.action.none;
    case 'messageReceived': return action.text ?? '';
    case 'messageSent': return `${nameOf(action, me)}: ${action.text ?? ''}`;
    case 'messageFailed': return words.action.failed(action.text ?? '');
    case 'callReceived': return action.userId ? words.action.callAnswered(nameOf(action, me)) : words.action.callReceived;
    case 'callMissed': return words.action.callMissed;
    case 'callPlaced': return `${nameOf(action, me)}: ${action.text ?? words.action.callPlaced}`;
    case 'voicemailReceived': return words.action.voicemail;
  }
}

const icons = {
  messageReceived: MessageSquare, messageSent: Reply, messageFailed: AlertCircle, callReceived: PhoneIncoming, callMissed: PhoneMissed, callPlaced: Phone, voicemailReceived: Voicemail,
};

export function LastActionIcon({ action }: { action: LastAction | null }) {
  const Icon = icons[action?.type ?? 'messageReceived'];
  return <Icon size={14} aria-hidden="true" />;
}
