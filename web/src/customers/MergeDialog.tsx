import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { SavedCustomer } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import styles from './EraseDialog.module.css';

const say = settingsWords.merge;

/** Merges another customer into this one, after saying what happens. */
export default function MergeDialog({ customer, onClose }: { customer: SavedCustomer; onClose: () => void }) {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const [other, setOther] = useState<SavedCustomer | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const merge = async (from: SavedCustomer) => {
    setBusy(true);
    try {
      await api.POST('/api/customers/{id}/merge', { params: { path: { id: customer.id } }, body: { customerId: from.id } });
      toast({ text: say.done(from.name, customer.name) });
      await Promise.all(
        [['customer', customer.id], ['customers'], ['customerJobs'], ['jobs'], ['recipients']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
      onClose();
    } catch (error) {
      setBusy(false);
      setFailure(toProblem(error).message);
    }
  };
  return (
    <Modal title={say.title(customer.name)} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (other) {
            void merge(other);
          }
        }}
      >
        {other ? (
          <>
            <div className={form.field}>
              <span className={form.label}>{say.other}</span>
              <div className={form.chosen}>
                <span>{`${other.name} · ${other.numberDisplays.join(', ')}`}</span>
                <Button className={form.secondary} onPress={() => setOther(null)}>
                  {words.newMessage.change}
                </Button>
              </div>
            </div>
            <ul className={styles.what}>
              {say.what(other.name, customer.name).map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
            <p>
              <strong>{settingsWords.erase.cannot}</strong>
            </p>
          </>
        ) : (
          <CustomerField except={customer.id} onChoose={setOther} />
        )}
        <DialogFoot failure={failure} action={say.now} isDisabled={busy || !other} isDangerous onClose={onClose} />
      </form>
    </Modal>
  );
}

function CustomerField({ except, onChoose }: { except: string; onChoose: (customer: SavedCustomer) => void }) {
  const { api } = useSession();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['recipients', search],
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: async ({ signal }) =>
      bodyOf(await api.GET('/api/customers', { params: { query: { limit: 20, ...(search && { search }) } }, signal })).items,
  });
  const options = (found.data ?? []).filter(({ id }) => id !== except);
  return (
    <ComboBox
      className={form.field}
      items={options}
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key);
        if (chosen) {
          onChoose(chosen);
        }
      }}
      menuTrigger="focus"
      allowsEmptyCollection
      autoFocus
    >
      <Label>{say.other}</Label>
      <Input placeholder={say.otherHint} autoComplete="off" />
      <Popover className={form.popover} maxHeight={320}>
        <ListBox<SavedCustomer>
          renderEmptyState={() => <p className={form.none}>{found.isFetching ? words.newMessage.searching : words.newMessage.none}</p>}
        >
          {({ id, name, numberDisplays }) => (
            <ListBoxItem id={id} textValue={name} className={form.option}>
              <span>{name}</span>
              <small>{numberDisplays[0]}</small>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
