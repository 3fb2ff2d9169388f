import { useMutation } from '@tanstack/react-query';
import { BellOff, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import type { OptOut } from '../api/types';
import { usePages } from '../api/usePages';
import form from '../layout/Form.module.css';
import { Message } from '../layout/Message';
import { lazyDialog } from '../layout/lazily';
import { isAdmin, useSession } from '../session/session';
import { PagedRows } from '../settings/Loaded';
import { Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { dateOf, exactTime } from '../time/time';
import { settingsWords } from '../settingsWords';
import { OptOutFiles } from './OptOutFiles';

const OptOutDialog = lazyDialog(() => import('./OptOutDialog'));
const say = settingsWords.optOuts;

/** The opt-outs, with recording, revoking, import and export. */
export default function OptOutsSection() {
  const { api } = useSession();
  const [open, setOpen] = useState<OptOut | 'new' | null>(null);
  const list = usePages(['optOuts'], async (cursor, signal) => {
    const { items, nextCursor } = bodyOf(
      await api.GET('/api/opt-outs', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal }),
    );
    return { items: items.map((one, at) => ({ ...one, id: one.number ?? `${one.at} ${at}` })), nextCursor };
  });
  const readAgain = useMutation({ mutationFn: () => list.refetch() });
  return (
    <Section
      title={settingsWords.settings.optOuts}
      intro={say.intro}
      actions={
        <Button className={`${form.secondary} ${form.withIcon}`} onPress={() => setOpen('new')}>
          <Plus size={16} aria-hidden="true" />
          {say.add}
        </Button>
      }
    >
      <PagedRows
        label={settingsWords.settings.optOuts}
        list={list}
        empty={
          <div className={styles.state}>
            <Message icon={<BellOff size={32} />} title={say.none} hint={say.noneHint} />
          </div>
        }
      >
        {(one) => <OptOutRow key={one.id} optOut={one} onAllow={() => setOpen(one)} />}
      </PagedRows>
      <OptOutFiles onImported={() => readAgain.mutate()} />
      {open && <OptOutDialog optOut={open === 'new' ? null : open} onChanged={() => readAgain.mutate()} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function OptOutRow({ optOut: { number, display, at, by, reason }, onAllow }: { optOut: OptOut; onAllow: () => void }) {
  const { me } = useSession();
  return (
    <SettingRow
      title={display ?? say.erased}
      detail={[by ? say.by(by.name) : say.texted, reason].filter(Boolean).join(' · ')}
      end={
        <>
          <time dateTime={at} title={exactTime(at)}>
            {dateOf(at)}
          </time>
          {number && isAdmin(me) && (
            <Button className={form.secondary} aria-label={say.allowName(display ?? number)} onPress={onAllow}>
              {say.allow}
            </Button>
          )}
        </>
      }
    />
  );
}
