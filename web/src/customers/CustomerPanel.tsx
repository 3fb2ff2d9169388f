import { useQueryClient } from '@tanstack/react-query';
import { Merge, Pencil, Search, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation, SavedCustomer } from '../api/types';
import { customerName, numberName } from '../conversations/names';
import { Avatar } from '../layout/Avatar';
import form from '../layout/Form.module.css';
import { IconButton } from '../layout/IconButton';
import { lazyDialog } from '../layout/lazily';
import { useLive } from '../live/useLive';
import { isPhoneNumber } from '../numbers/display';
import { isAdmin, useSession } from '../session/session';
import { Loaded } from '../settings/Loaded';
import { dateOf } from '../time/time';
import { words } from '../words';
import styles from './CustomerPanel.module.css';
import { CustomerJobs } from './CustomerJobs';
import { erasableConversation, erasableCustomer } from './erasable';
import { useCustomer } from './useCustomer';

const EraseDialog = lazyDialog(() => import('./EraseDialog'));
const MergeDialog = lazyDialog(() => import('./MergeDialog'));
const CustomerDialog = lazyDialog(() => import('./CustomerDialog'));
const say = words.customers;

interface CustomerPanelProps {
  conversation: Conversation;
  onClose: () => void;
  /** Searches the conversation; its button is in the header where there is room. */
  onFind: () => void;
  onErased: () => void;
}

/** The customer's details beside the conversation. */
export default function CustomerPanel({ conversation, onClose, onFind, onErased }: CustomerPanelProps) {
  const { me } = useSession();
  const client = useQueryClient();
  const [erasing, setErasing] = useState(false);
  const [editing, setEditing] = useState(false);
  const [merging, setMerging] = useState(false);
  const id = conversation.customer.id;
  const query = useCustomer(id);
  const customer = query.data;
  useLive(
    async () => {
      await Promise.all(
        [
          ['customer', id],
          ['customerJobs', id],
        ].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
    { concerns: (news) => news.conversations.has(conversation.id) },
  );
  return (
    <aside className={styles.panel} aria-label={say.details}>
      <div className={styles.top}>
        <h2>{say.details}</h2>
        {customer && (
          <IconButton label={say.edit} onPress={() => setEditing(true)}>
            <Pencil size={16} aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label={words.conversation.hideDetails} onPress={onClose}>
          <X size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.body}>
        <div className={styles.who}>
          <Avatar name={customerName(conversation)} size={56} />
          <p className={styles.name}>{customerName(conversation)}</p>
          {!id && <p className={styles.quiet}>{say.unknown}</p>}
        </div>
        {!id && isPhoneNumber(conversation.customer.number) && (
          <Button className={`${styles.add} ${form.secondary}`} onPress={() => setEditing(true)}>
            <UserPlus size={16} aria-hidden="true" /> {say.add}
          </Button>
        )}
        <dl className={styles.facts}>
          <Facts conversation={conversation} customer={customer} />
        </dl>
        {id && <Loaded query={query}>{() => null}</Loaded>}
        <Button className={`${styles.find} ${form.secondary}`} onPress={onFind}>
          <Search size={16} aria-hidden="true" /> {words.search.inConversation}
        </Button>
        {id && <CustomerJobs conversationId={conversation.id} customerId={id} />}
        {customer && (
          <Button className={`${styles.merge} ${form.secondary}`} onPress={() => setMerging(true)}>
            <Merge size={16} aria-hidden="true" /> {say.merge}
          </Button>
        )}
        {isAdmin(me) && (customer || !id) && (
          <Button className={`${styles.erase} ${form.quietDanger}`} onPress={() => setErasing(true)}>
            {id ? words.erase.customer : words.erase.conversation}
          </Button>
        )}
      </div>
      {erasing && (
        <EraseDialog
          erasable={customer ? erasableCustomer(customer) : erasableConversation(conversation)}
          onErased={onErased}
          onClose={() => setErasing(false)}
        />
      )}
      {merging && customer && <MergeDialog customer={customer} onClose={() => setMerging(false)} />}
      {editing && <CustomerDialog conversation={conversation} customer={customer ?? null} onClose={() => setEditing(false)} />}
    </aside>
  );
}

function Facts({ conversation, customer }: { conversation: Conversation; customer: SavedCustomer | undefined }) {
  const numbers = customer?.numberDisplays ?? [conversation.customer.display];
  const facts: [string, string | null | undefined][] = [
    [numbers.length > 1 ? say.numbers : say.number, numbers.join('\n')],
    [say.email, customer?.email],
    [say.notes, customer?.notes],
    [say.inbox, numberName(conversation)],
    [say.since, customer && dateOf(customer.createdAt)],
  ];
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ));
}
