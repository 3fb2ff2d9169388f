import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Webhook } from '../api/types';
import form from '../layout/Form.module.css';
import { Message } from '../layout/Message';
import { lazyDialog } from '../layout/lazily';
import { Loaded } from '../settings/Loaded';
import { Section, SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { hostOf, useWebhooks } from './useWebhooks';

const WebhookDialog = lazyDialog(() => import('./WebhookDialog'));
const DeliveriesDialog = lazyDialog(() => import('./DeliveriesDialog'));
const say = settingsWords.webhooks;

/** The programs that are told what happens. */
export default function WebhooksSection() {
  const webhooks = useWebhooks();
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null);
  const [shown, setShown] = useState<Webhook | null>(null);
  return (
    <Section
      title={settingsWords.settings.webhooks}
      intro={say.intro}
      actions={
        <Button className={`${form.secondary} ${form.withIcon}`} onPress={() => setEdited('new')}>
          <Plus size={16} aria-hidden="true" />
          {say.add}
        </Button>
      }
    >
      <Loaded query={webhooks}>
        {(all) =>
          all.length === 0 ? (
            <div className={styles.state}>
              <Message icon={<WebhookIcon size={32} />} title={say.none} hint={say.noneHint} />
            </div>
          ) : (
            <ul className={styles.card} aria-label={settingsWords.settings.webhooks}>
              {all.map((webhook) => (
                <SettingRow
                  key={webhook.id}
                  title={webhook.url}
                  detail={webhook.enabled ? say.count(webhook.types.length) : `${say.disabled} · ${say.count(webhook.types.length)}`}
                  end={
                    <>
                      <Button className={form.secondary} aria-label={say.open(hostOf(webhook.url))} onPress={() => setShown(webhook)}>
                        {say.deliveries}
                      </Button>
                      <Button className={form.secondary} aria-label={say.edit(hostOf(webhook.url))} onPress={() => setEdited(webhook)}>
                        {words.customers.edit}
                      </Button>
                    </>
                  }
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {edited && <WebhookDialog webhook={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {shown && <DeliveriesDialog webhook={shown} onClose={() => setShown(null)} />}
    </Section>
  );
}
