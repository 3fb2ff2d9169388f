import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, TextArea, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import { RetryId } from '../api/retryId';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { RecipientField } from '../customers/RecipientField';
import type { Recipient } from '../customers/recipients';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { lazily } from '../layout/lazily';
import { useNumbers } from '../numbers/useNumbers';
import { useSession } from '../session/session';
import { words } from '../words';
import type { Later } from './outbox';
import { SegmentCount } from './SegmentCount';

const SendLater = lazily(() => import('./SendLater'), { small: true });
const say = words.newMessage;

interface NewMessageDialogProps {
  /** The number of the shown inbox; null for all. */
  number: string | null;
  /** The recipient, if already known. */
  recipient?: Recipient;
  onSent: (conversationId: string) => void;
  onClose: () => void;
}

/** The dialog for a new message: choose the customer and the number, and send, at once or later. */
export default function NewMessageDialog({ number, recipient, onSent, onClose }: NewMessageDialogProps) {
  const { api } = useSession();
  const client = useQueryClient();
  const numbers = useNumbers().data?.filter((one) => !one.retired) ?? [];
  const [to, setTo] = useState<Recipient | null>(recipient ?? null);
  const [chosen, setChosen] = useState<string | null>(number);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [ids] = useState(() => ({ message: new RetryId(), customer: new RetryId() }));
  const from = chosen ?? numbers[0]?.number ?? null;
  const ready =
    to !== null && from !== null && text.trim() !== '' && text.length <= 1600 && !busy && (to.customerId !== null || to.name.trim() !== '');
  /** Saves the recipient as a customer, once: also if the message is refused afterwards. */
  const save = async (recipient: Recipient) => {
    const details = { name: recipient.name.trim(), numbers: [recipient.number] };
    const customerId = ids.customer.of(JSON.stringify(details));
    const { id, name } = bodyOf(await api.POST('/api/customers', { body: { ...details, customerId } }));
    setTo((now) => (now === recipient ? { ...recipient, customerId: id, name } : now));
    return id;
  };
  const send = async (written: string, later?: Later) => {
    if (!ready) {
      return;
    }

    setBusy(true);
    setFailure(null);
    try {
      const customerId = to.customerId ?? (await save(to));
      const message = { customerId, to: to.number, from, text: written.trim(), ...later };
      const messageId = ids.message.of(JSON.stringify(message));
      const changed = await settled(api, await api.POST('/api/conversations', { body: { ...message, messageId } }));
      showChanged(client, changed);
      void client.invalidateQueries({ queryKey: ['conversations'] });
      onSent(changed.id);
    } catch (error) {
      const problem = toProblem(error);
      if (!problem.isTransient) {
        // The API keeps the refusal of a message.
        ids.message.forget();
      }

      setFailure(problem.message);
      setBusy(false);
    }
  };
  return (
    <Modal title={say.title} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          // React also passes on the submission of the dialog for the time.
          if (event.target === event.currentTarget) {
            void send(text);
          }
        }}
      >
        <RecipientField value={to} onChange={setTo} />
        <Select className={form.field} value={from} onChange={(key) => setChosen(String(key))}>
          <Label>{say.from}</Label>
          <Button className={form.select}>
            <SelectValue />
            <ChevronDown size={16} aria-hidden="true" />
          </Button>
          <Popover className={form.popover} maxHeight={320}>
            <ListBox items={numbers}>
              {(one) => (
                <ListBoxItem id={one.number} textValue={`${one.name ?? ''} ${one.display}`} className={form.option}>
                  <span>{one.name ?? one.display}</span> <small>{one.display}</small>
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </Select>
        <TextField className={form.field} value={text} onChange={setText} maxLength={1600}>
          <Label>{say.text}</Label>
          <TextArea rows={4} />
        </TextField>
        <DialogFoot
          failure={failure}
          action={to && to.customerId === null ? say.saveAndSend : say.send}
          isDisabled={!ready}
          onClose={onClose}
        >
          <span className={form.note}>
            <SegmentCount text={text} />
          </span>
          <SendLater
            text={text}
            isDisabled={!ready}
            onSchedule={({ text: written, ...later }) => {
              setText(written);
              void send(written, later);
            }}
          />
        </DialogFoot>
      </form>
    </Modal>
  );
}
