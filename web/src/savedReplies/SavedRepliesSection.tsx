import { MessageSquareQuote, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { SavedReply } from '../api/types';
import form from '../layout/Form.module.css';
import { Message } from '../layout/Message';
import { lazyDialog } from '../layout/lazily';
import { Loaded } from '../settings/Loaded';
import { Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { useSavedReplies } from './useSavedReplies';

const SavedReplyDialog = lazyDialog(() => import('./SavedReplyDialog'));
const say = settingsWords.savedReplies;

/** The saved replies of the team. */
export default function SavedRepliesSection() {
  const replies = useSavedReplies();
  const [open, setOpen] = useState<SavedReply | 'new' | null>(null);
  return (
    <Section
      title={settingsWords.settings.savedReplies}
      intro={say.intro}
      actions={
        <Button className={`${form.secondary} ${form.withIcon}`} onPress={() => setOpen('new')}>
          <Plus size={16} aria-hidden="true" />
          {say.add}
        </Button>
      }
    >
      <Loaded query={replies}>
        {(all) =>
          all.length === 0 ? (
            <div className={styles.state}>
              <Message icon={<MessageSquareQuote size={32} />} title={say.none} hint={say.noneHint} />
            </div>
          ) : (
            <ul className={styles.card} aria-label={settingsWords.settings.savedReplies}>
              {all.map((reply) => (
                <SettingRow
                  key={reply.id}
                  title={reply.name}
                  detail={reply.text}
                  end={
                    <Button className={form.secondary} aria-label={say.edit(reply.name)} onPress={() => setOpen(reply)}>
                      {words.customers.edit}
                    </Button>
                  }
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {open && <SavedReplyDialog reply={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Section>
  );
}
