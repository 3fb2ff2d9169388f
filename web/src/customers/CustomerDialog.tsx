import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { toProblem } from '../api/problem';
import type { Conversation } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useSession } from '../session/session';
import { words } from '../words';
import { customerOf, useCustomer, type ReadCustomer } from './useCustomer';

const say = words.customers;

interface CustomerDialogProps {
  conversation: Conversation;
  /** Null to save the conversation's number as a new customer. */
  customer: ReadCustomer | null;
  onClose: () => void;
}

const detailsOf = (customer: ReadCustomer | null) => ({
  name: customer?.name ?? '',
  email: customer?.email ?? '',
  notes: customer?.notes ?? '',
});

/**
 * Saves the conversation's number as a customer, or edits a customer. If somebody else changed the customer meanwhile, the dialog shows
 * what the user did not change as it is now, and saves with the next attempt.
 */
export default function CustomerDialog({ conversation, customer, onClose }: CustomerDialogProps) {
  const { api } = useSession();
  const client = useQueryClient();
  const { refetch } = useCustomer(customer?.id ?? null);
  const [read, setRead] = useState(customer);
  const [changed, setChanged] = useState<Partial<ReturnType<typeof detailsOf>>>({});
  const values = { ...detailsOf(read), ...changed };
  const change = (next: typeof changed) => setChanged({ ...changed, ...next });
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    const body = { name: values.name.trim(), email: values.email.trim() || null, notes: values.notes.trim() || null };
    try {
      const saved = customerOf(
        read
          ? await api.PUT('/api/customers/{id}', { params: { path: { id: read.id }, header: { 'If-Match': read.etag } }, body })
          : await api.POST('/api/conversations/{id}/customer', { params: { path: { id: conversation.id } }, body }),
      );
      client.setQueryData(['customer', saved.id], saved);
      client.setQueryData<Conversation>(
        ['conversation', conversation.id],
        (known) => known && { ...known, customer: { ...known.customer, id: saved.id, name: saved.name } },
      );
      onClose();
    } catch (error) {
      const problem = toProblem(error);
      setFailure(problem.status === 412 ? say.outdated : problem.message);
      if (problem.status === 412) {
        setRead((await refetch()).data ?? read);
      }
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
        <TextField className={form.field} value={values.name} onChange={(name) => change({ name })} autoFocus maxLength={200}>
          <Label>{say.name}</Label>
          <Input autoComplete="off" />
        </TextField>
        <TextField className={form.field} value={values.email} onChange={(email) => change({ email })} maxLength={254}>
          <Label>{say.email}</Label>
          <Input type="email" autoComplete="off" />
        </TextField>
        <TextField className={form.field} value={values.notes} onChange={(notes) => change({ notes })} maxLength={2000}>
          <Label>{say.notes}</Label>
          <TextArea />
        </TextField>
        <DialogFoot failure={failure} action={say.save} isDisabled={!values.name.trim()} onClose={onClose} />
      </form>
    </Modal>
  );
}
