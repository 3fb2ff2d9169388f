import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { Conversation, SavedCustomer } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useSession } from '../session/session';
import { words } from '../words';

const say = words.customers;

interface CustomerDialogProps {
  conversation: Conversation;
  /** Null to save the conversation's number as a new customer. */
  customer: SavedCustomer | null;
  onClose: () => void;
}

/** Saves the conversation's number as a customer, or edits a customer. */
export default function CustomerDialog({ conversation, customer, onClose }: CustomerDialogProps) {
  const { api } = useSession();
  const client = useQueryClient();
  const [name, setName] = useState(customer?.name ?? '');
  const [email, setEmail] = useState(customer?.email ?? '');
  const [notes, setNotes] = useState(customer?.notes ?? '');
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    const body = { name: name.trim(), email: email.trim() || null, notes: notes.trim() || null };
    try {
      const saved = customer
        ? bodyOf(await api.PUT('/api/customers/{id}', { params: { path: { id: customer.id } }, body }))
        : bodyOf(await api.POST('/api/conversations/{id}/customer', { params: { path: { id: conversation.id } }, body }));
      client.setQueryData(['customer', saved.id], saved);
      client.setQueryData<Conversation>(
        ['conversation', conversation.id],
        (known) => known && { ...known, customer: { ...known.customer, id: saved.id, name: saved.name } },
      );
      onClose();
    } catch (error) {
      setFailure(toProblem(error).message);
    }
  };
  return (
    <Modal title={customer ? say.edit : say.add} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField className={form.field} value={name} onChange={setName} autoFocus maxLength={200}>
          <Label>{say.name}</Label>
          <Input autoComplete="off" />
        </TextField>
        <TextField className={form.field} value={email} onChange={setEmail} maxLength={254}>
          <Label>{say.email}</Label>
          <Input type="email" autoComplete="off" />
        </TextField>
        <TextField className={form.field} value={notes} onChange={setNotes} maxLength={2000}>
          <Label>{say.notes}</Label>
          <TextArea />
        </TextField>
        <DialogFoot failure={failure} action={say.save} isDisabled={!name.trim()} onClose={onClose} />
      </form>
    </Modal>
  );
}
