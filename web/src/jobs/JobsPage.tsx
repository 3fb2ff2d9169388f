import { Briefcase, CircleCheck, CircleX } from 'lucide-react';
import { createElement } from 'react';
import { useLocation } from 'wouter';
import { bodyOf } from '../api/client';
import type { Job } from '../api/types';
import { usePages } from '../api/usePages';
import { addressOf, start } from '../conversations/address';
import { ListPage, type Row } from '../layout/ListPage';
import { Message } from '../layout/Message';
import { useSession } from '../session/session';
import { dateOf, exactTime } from '../time/time';
import { words } from '../words';
import { jobStates } from './jobStates';

/** The jobs of all customers, newest first. */
export default function JobsPage() {
  const { api } = useSession();
  const [, navigate] = useLocation();
  const list = usePages<Job>(['jobs'], async (cursor, signal) =>
    bodyOf(await api.GET('/api/jobs', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal })),
  );
  return (
    <ListPage
      title={words.nav.jobs}
      list={list}
      row={rowOf}
      onOpen={({ conversationId }) => navigate(addressOf({ ...start, conversation: conversationId }))}
      empty={<Message icon={<Briefcase size={32} />} title={words.jobs.none} hint={words.jobs.noneHint} />}
    />
  );
}

const icons = { open: Briefcase, done: CircleCheck, canceled: CircleX };

const rowOf = (job: Job): Row => ({
  icon: createElement(icons[job.status], { size: 18, 'aria-hidden': true }),
  title: job.title,
  detail: job.customerName,
  middle: jobStates[job.status],
  end: (
    <time dateTime={job.createdAt} title={exactTime(job.createdAt)}>
      {dateOf(job.createdAt)}
    </time>
  ),
  isPast: job.status !== 'open',
});
