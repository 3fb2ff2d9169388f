import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Voicemail } from 'lucide-react';
import type { CallItem } from '../api/types';
import { words } from '../words';

const say = words.calls;

/** The properties of a call in both the timeline and the call log. */
export type Call = Pick<CallItem, 'direction' | 'status' | 'voicemail' | 'by' | 'answeredBy'>;

/** The direction. */
export const callTitle = ({ voicemail, direction, by }: Call): string =>
  voicemail ? say.voicemail : direction === 'inbound' ? say.inbound : by ? say.outboundBy(by.name) : say.outbound;

/** The result, and who answered. */
export function callState({ direction, status, answeredBy }: Call): string {
  const state = status === 'missed' && direction === 'outbound' ? say.missedOut : say[status];
  return answeredBy ? `${state} ${say.by(answeredBy.name)}` : state;
}

/** Whether a customer's call was missed. */
export const wasMissed = ({ direction, status }: Call): boolean => status === 'missed' && direction === 'inbound';

export function CallIcon({ call }: { call: Call }) {
  const Icon = call.voicemail
    ? Voicemail
    : call.status === 'missed'
      ? PhoneMissed
      : call.direction === 'outbound'
        ? PhoneOutgoing
        : PhoneIncoming;
  return <Icon size={18} aria-hidden="true" />;
}
