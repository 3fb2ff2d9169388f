import { PhoneOff } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useLocation, useSearchParams } from 'wouter';
import { bodyOf } from '../api/client';
import type { LoggedCall } from '../api/types';
import { usePages } from '../api/usePages';
import { addressOf, start } from '../conversations/address';
import choices from '../layout/Choices.module.css';
import { ListPage, type Row } from '../layout/ListPage';
import { Message } from '../layout/Message';
import { useSession } from '../session/session';
import { RelativeTime } from '../time/RelativeTime';
import { duration } from '../time/time';
import { words } from '../words';
import { RunningTime } from './RunningTime';
import { CallIcon, callState, callTitle, wasMissed } from './callWords';

const say = words.calls;
const statuses = ['missed', 'completed'] as const;

/** The call log, newest first. */
export default function CallsPage() {
  const { api } = useSession();
  const [, navigate] = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const status = statuses.find((one) => one === parameters.get('status'));
  const list = usePages<LoggedCall>(
    ['calls', status],
    async (cursor, signal) =>
      bodyOf(
        await api.GET('/api/calls', { params: { query: { limit: 50, ...(status && { status }), ...(cursor && { cursor }) } }, signal }),
      ),
    (news) => news.calls.size > 0,
  );
  const filters = (
    <ToggleButtonGroup
      aria-label={say.filters}
      selectionMode="single"
      selectedKeys={status ? [status] : []}
      className={choices.filters}
      onSelectionChange={([chosen]) => setParameters(chosen ? { status: String(chosen) } : {}, { replace: true })}
    >
      {statuses.map((one) => (
        <ToggleButton key={one} id={one}>
          {say[one]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
  return (
    <ListPage
      title={words.nav.calls}
      choices={filters}
      list={list}
      row={rowOf}
      onOpen={({ conversationId }) => navigate(addressOf({ ...start, conversation: conversationId }))}
      empty={<Message icon={<PhoneOff size={32} />} title={status ? say.noneSuch : say.none} hint={say.noneHint} />}
    />
  );
}

const rowOf = (call: LoggedCall): Row => ({
  icon: <CallIcon call={call} />,
  title: call.customerName ?? call.customerDisplay,
  detail: [callTitle(call), callState(call), ...(call.durationSeconds === null ? [] : [duration(call.durationSeconds)])].join(' · '),
  ...(call.status === 'inProgress' && call.answeredAt && { running: <RunningTime since={call.answeredAt} /> }),
  middle: call.numberName ?? call.numberDisplay,
  end: <RelativeTime at={call.at} />,
  isBad: wasMissed(call),
});
