import { SearchX, Trash2, Users } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { SavedCustomer } from '../api/types';
import { usePages } from '../api/usePages';
import { addressOf, start } from '../conversations/address';
import { Avatar } from '../layout/Avatar';
import { IconButton } from '../layout/IconButton';
import { ListPage, type Row } from '../layout/ListPage';
import { Message } from '../layout/Message';
import { focusSearch, SearchBox } from '../layout/SearchBox';
import { useToast } from '../layout/toasts';
import { lazyDialog } from '../layout/lazily';
import { isAdmin, useSession } from '../session/session';
import { useShortcuts } from '../settings/useShortcuts';
import { words } from '../words';
import { erasableCustomer } from './erasable';
import { recipientsOf, type Recipient } from './recipients';
import { useCustomerConversation } from './useCustomerConversation';

const NewMessageDialog = lazyDialog(() => import('../messages/NewMessageDialog'));
const EraseDialog = lazyDialog(() => import('./EraseDialog'));
const say = words.customers;

/** The saved customers by name. Selecting one opens the conversation, or a new message. */
export default function CustomersPage() {
  const { api, me } = useSession();
  const [erasing, setErasing] = useState<SavedCustomer | null>(null);
  const [, navigate] = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const toast = useToast();
  const conversationOf = useCustomerConversation();
  const [writingTo, setWritingTo] = useState<Recipient | null>(null);
  const search = parameters.get('search') ?? '';
  const list = usePages<SavedCustomer>(['customers', search], async (cursor, signal) =>
    bodyOf(
      await api.GET('/api/customers', { params: { query: { limit: 50, ...(search && { search }), ...(cursor && { cursor }) } }, signal }),
    ),
  );
  const show = (conversation: string) => navigate(addressOf({ ...start, conversation }));
  const open = async (customer: SavedCustomer) => {
    try {
      const conversation = await conversationOf(customer);
      if (conversation) {
        show(conversation);
      } else {
        setWritingTo(recipientsOf(customer)[0] ?? null);
      }
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
    }
  };
  const row = (customer: SavedCustomer): Row => ({
    ...rowOf(customer),
    ...(isAdmin(me) && {
      end: (
        <IconButton label={words.erase.of(customer.name)} onPress={() => setErasing(customer)}>
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      ),
    }),
  });
  useShortcuts({ '/': focusSearch });
  return (
    <>
      <ListPage
        title={words.nav.customers}
        list={list}
        row={row}
        onOpen={(customer) => void open(customer)}
        choices={
          <SearchBox
            label={say.search}
            search={search}
            onSearch={(text) => setParameters(text ? { search: text } : {}, { replace: true })}
          />
        }
        empty={
          search ? (
            <Message icon={<SearchX size={32} />} title={words.inbox.emptySearch(search)} hint={words.inbox.emptySearchHint} />
          ) : (
            <Message icon={<Users size={32} />} title={say.noneYet} hint={say.noneYetHint} />
          )
        }
      />
      {writingTo && <NewMessageDialog number={null} recipient={writingTo} onClose={() => setWritingTo(null)} onSent={show} />}
      {erasing && <EraseDialog erasable={erasableCustomer(erasing)} onErased={() => setErasing(null)} onClose={() => setErasing(null)} />}
    </>
  );
}

const rowOf = (customer: SavedCustomer): Row => ({
  icon: <Avatar name={customer.name} />,
  title: customer.name,
  detail: customer.numberDisplays.join(' · '),
  middle: customer.email ?? '',
});
