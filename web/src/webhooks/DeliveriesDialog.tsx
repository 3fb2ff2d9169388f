import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { ApiProblem } from '../api/problem';
import type { Webhook, WebhookDelivery } from '../api/types';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useSession } from '../session/session';
import { Loaded } from '../settings/Loaded';
import { SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';
import { RelativeTime } from '../time/RelativeTime';
import { useRepair } from '../work/useRepair';
import { hostOf, useChangedWebhooks, useDeliveries } from './useWebhooks';

const say = settingsWords.webhooks;
const kinds: Readonly<Record<string, string>> = say.kinds;

interface DeliveriesDialogProps {
  webhook: Webhook;
  onClose: () => void;
}

/** What was posted to a receiver, with a test. */
export default function DeliveriesDialog({ webhook: { id, url }, onClose }: DeliveriesDialogProps) {
  const { api } = useSession();
  const readAgain = useChangedWebhooks();
  const deliveries = useDeliveries(id);
  const repair = useRepair(readAgain);
  const test = async () => {
    const { failure } = bodyOf(await api.POST('/api/webhooks/{id}/test', { params: { path: { id } } }));
    if (failure) {
      throw new ApiProblem(422, 'refused', failure);
    }
  };
  const retry = (workId: string) => api.POST('/api/work/{id}/retry', { params: { path: { id: workId } } });
  return (
    <Modal title={say.open(hostOf(url))} onClose={onClose}>
      <div className={form.form}>
        <p className={form.hint}>{say.deliveriesHint}</p>
        <Loaded query={deliveries}>
          {(all) =>
            all.length === 0 ? (
              <p className={`${styles.card} ${styles.none}`}>{say.noDeliveries}</p>
            ) : (
              <ul className={styles.card} aria-label={say.deliveries}>
                {all.map((delivery) => (
                  <DeliveryRow
                    key={delivery.id}
                    delivery={delivery}
                    isBusy={repair.isPending}
                    onRetry={(workId) => repair.mutate({ act: () => retry(workId), done: say.retrying })}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
        <div className={form.foot}>
          <Button className={form.primary} isDisabled={repair.isPending} onPress={() => repair.mutate({ act: test, done: say.tested })}>
            {say.test}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface DeliveryRowProps {
  delivery: WebhookDelivery;
  isBusy: boolean;
  onRetry: (workId: string) => void;
}

function DeliveryRow({ delivery: { type, at, status, attempts, failure, workId }, isBusy, onRetry }: DeliveryRowProps) {
  return (
    <SettingRow
      title={kinds[type] ?? type}
      detail={[say.statuses[status], say.tries(attempts), failure].filter(Boolean).join(' · ')}
      end={
        <>
          <RelativeTime at={at} />
          {status === 'failed' && workId && (
            <Button className={form.secondary} isDisabled={isBusy} onPress={() => onRetry(workId)}>
              {say.retry}
            </Button>
          )}
        </>
      }
    />
  );
}
