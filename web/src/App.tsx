import { useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { addressOf, start } from './conversations/address';
import { InboxPage } from './conversations/InboxPage';
import { useErasings } from './customers/erasings';
import { OfflineNote } from './layout/OfflineNote';
import { Rail } from './layout/Rail';
import { SkipLink } from './layout/SkipLink';
import { lazily, lazyDialog } from './layout/lazily';
import styles from './App.module.css';
import { useOutboxDelivery } from './messages/useSending';
import { Allowed } from './session/Allowed';
import { may, useSession } from './session/session';
import { useShortcuts } from './settings/useShortcuts';

const LiveUpdates = lazily(() => import('./live/LiveUpdates'));
const CallsPage = lazily(() => import('./calls/CallsPage'));
const CustomersPage = lazily(() => import('./customers/CustomersPage'));
const JobsPage = lazily(() => import('./jobs/JobsPage'));
const StatisticsPage = lazily(() => import('./statistics/StatisticsPage'));
const SettingsPage = lazily(() => import('./settings/SettingsPage'));
const ErasingNote = lazily(() => import('./customers/ErasingNote'));
const ShortcutsDialog = lazyDialog(() => import('./settings/ShortcutsDialog'));

/** The page of a signed-in user. */
export function App() {
  const { me } = useSession();
  const erasings = useErasings();
  const [help, setHelp] = useState(false);
  useOutboxDelivery();
  useShortcuts({ '?': () => setHelp(true) });
  return (
    <div className={styles.app}>
      <SkipLink />
      {may(me, 'conversations') && <LiveUpdates />}
      <Rail />
      <div className={styles.content}>
        <OfflineNote />
        <Switch>
          <Route path="/inbox/*?">
            <Allowed permission="conversations">
              <InboxPage />
            </Allowed>
          </Route>
          <Route path="/calls">
            <Allowed permission="callLogs">
              <CallsPage />
            </Allowed>
          </Route>
          <Route path="/customers">
            <Allowed permission="conversations">
              <CustomersPage />
            </Allowed>
          </Route>
          <Route path="/jobs">
            <Allowed permission="conversations">
              <JobsPage />
            </Allowed>
          </Route>
          <Route path="/statistics">
            <Allowed permission="conversations">
              <StatisticsPage />
            </Allowed>
          </Route>
          <Route path="/settings/:section?">
            <SettingsPage />
          </Route>
          <Route>
            <Redirect to={may(me, 'conversations') ? addressOf(start) : may(me, 'callLogs') ? '/calls' : '/settings'} replace />
          </Route>
        </Switch>
      </div>
      {erasings.length > 0 && <ErasingNote names={erasings} />}
      {help && <ShortcutsDialog onClose={() => setHelp(false)} />}
    </div>
  );
}
