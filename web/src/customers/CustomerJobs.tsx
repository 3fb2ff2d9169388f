import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import { RetryId } from '../api/retryId';
import { jobStates } from '../jobs/jobStates';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { IconButton } from '../layout/IconButton';
import { Modal } from '../layout/Modal';
import { useSession } from '../session/session';
import { Loaded } from '../settings/Loaded';
import { dateOf } from '../time/time';
import { words } from '../words';
import styles from './CustomerJobs.module.css';

const say = words.customers;

/** The jobs of the customer. */
export function CustomerJobs({ conversationId, customerId }: { conversationId: string; customerId: string }) {
  const { api } = useSession();
  const [making, setMaking] = useState(false);
  const jobs = useQuery({
    queryKey: ['customerJobs', customerId],
    queryFn: async () => bodyOf(await api.GET('/api/jobs', { params: { query: { customer: customerId, limit: 20 } } })).items,
  });
  return (
    <section className={styles.jobs} aria-label={say.jobs}>
      <div className={styles.head}>
        <h3>{say.jobs}</h3>
        <IconButton label={say.newJob} onPress={() => setMaking(true)}>
          <Plus size={16} aria-hidden="true" />
        </IconButton>
      </div>
      <Loaded query={jobs}>
        {(loaded) =>
          loaded.length === 0 ? (
            <p className={styles.none}>{say.noJobs}</p>
          ) : (
            <ul>
              {loaded.map((job) => (
                <li key={job.id} data-open={job.status === 'open'}>
                  <span>{job.title}</span>
                  <small>
                    {jobStates[job.status]} · {dateOf(job.createdAt)}
                  </small>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {making && <NewJob conversationId={conversationId} customerId={customerId} onClose={() => setMaking(false)} />}
    </section>
  );
}

function NewJob({ conversationId, customerId, onClose }: { conversationId: string; customerId: string; onClose: () => void }) {
  const { api } = useSession();
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [notes, setNotes] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [retryId] = useState(() => new RetryId());
  const save = async () => {
    const details = { title: title.trim(), notes: notes.trim() || null };
    try {
      await api.POST('/api/conversations/{id}/jobs', {
        params: { path: { id: conversationId } },
        body: { ...details, jobId: retryId.of(JSON.stringify(details)) },
      });
      await client.invalidateQueries({ queryKey: ['customerJobs', customerId] });
      onClose();
    } catch (error) {
      setFailure(toProblem(error).message);
    }
  };
  return (
    <Modal title={say.newJob} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField className={form.field} value={title} onChange={setTitle} autoFocus maxLength={200}>
          <Label>{say.jobTitle}</Label>
          <Input />
        </TextField>
        <TextField className={form.field} value={notes} onChange={setNotes} maxLength={4000}>
          <Label>{say.jobNotes}</Label>
          <TextArea />
        </TextField>
        <DialogFoot failure={failure} action={say.save} isDisabled={!title.trim()} onClose={onClose} />
      </form>
    </Modal>
  );
}
