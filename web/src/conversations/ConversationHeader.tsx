import { AlarmClockOff, ArrowLeft, Check, Mail, MailOpen, PanelRight, Phone, RotateCcw, Search } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { Conversation } from '../api/types';
import { usePlacedCall } from '../calls/usePlacedCall';
import { IconButton } from '../layout/IconButton';
import { lazily } from '../layout/lazily';
import { Colleagues } from '../live/Colleagues';
import { isPhoneNumber } from '../numbers/display';
import { may, useSession } from '../session/session';
import { words } from '../words';
import styles from './ConversationHeader.module.css';
import { customerName, numberName } from './names';

interface ConversationHeaderProps {
  conversation: Conversation;
  detailsShown: boolean;
  onBack: () => void;
  onToggle: () => void;
  onRead: () => void;
  onUnread: () => void;
  onAssign: (userId: string | null) => void;
  onFind: () => void;
  /** Whether the menu of times is open. */
  isSnoozing: boolean;
  onSnoozing: (isOpen: boolean) => void;
  onSnooze: (until: string | null) => void;
  onDetails: () => void;
}

const AssigneeSelect = lazily(() => import('./AssigneeSelect'), { small: true });
const SnoozeMenu = lazily(() => import('./SnoozeMenu'), { small: true });

/** The customer's name and the actions of a conversation. */
export function ConversationHeader({
  conversation,
  detailsShown,
  onBack,
  onToggle,
  onRead,
  onUnread,
  onAssign,
  onFind,
  isSnoozing,
  onSnoozing,
  onSnooze,
  onDetails,
}: ConversationHeaderProps) {
  const { me } = useSession();
  const call = usePlacedCall();
  const { customer, status, unread } = conversation;
  const say = words.conversation;
  const about = [...(customer.name ? [customer.display] : []), say.via(numberName(conversation))].join(' · ');
  return (
    <header className={styles.header}>
      <div className={styles.back}>
        <IconButton label={say.back} onPress={onBack}>
          <ArrowLeft size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.who}>
        <h2>{customerName(conversation)}</h2>
        <p>{about}</p>
      </div>
      <Colleagues conversation={conversation.id} inWords />
      <div className={styles.actions} role="group" aria-label={say.more}>
        <AssigneeSelect fallback={<span />} label={say.assignee} assignee={conversation.assignee} onAssign={onAssign} />
        {isPhoneNumber(customer.number) && may(me, 'phone') && (
          <IconButton label={say.call} onPress={() => void call(conversation)}>
            <Phone size={18} aria-hidden="true" />
          </IconButton>
        )}
        {unread ? (
          <IconButton label={say.read} onPress={onRead}>
            <MailOpen size={18} aria-hidden="true" />
          </IconButton>
        ) : (
          status === 'open' && (
            <IconButton label={say.unread} keys="u" onPress={onUnread}>
              <Mail size={18} aria-hidden="true" />
            </IconButton>
          )
        )}
        {conversation.snoozedUntil ? (
          <IconButton label={say.unsnooze} keys="z" onPress={() => onSnooze(null)}>
            <AlarmClockOff size={18} aria-hidden="true" />
          </IconButton>
        ) : (
          status === 'open' && (
            <SnoozeMenu fallback={<span className={styles.reserved} />} isOpen={isSnoozing} onOpen={onSnoozing} onSnooze={onSnooze} />
          )
        )}
        <div className={styles.find}>
          <IconButton label={words.search.inConversation} onPress={onFind}>
            <Search size={18} aria-hidden="true" />
          </IconButton>
        </div>
        <IconButton label={detailsShown ? say.hideDetails : say.details} onPress={onDetails}>
          <PanelRight size={18} aria-hidden="true" />
        </IconButton>
        <Button className={styles.close} onPress={onToggle}>
          {status === 'open' ? <Check size={16} aria-hidden="true" /> : <RotateCcw size={16} aria-hidden="true" />}
          <span>{status === 'open' ? say.close : say.reopen}</span>
        </Button>
      </div>
    </header>
  );
}
