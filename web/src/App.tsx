import { lazy, Suspense, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { addressOf, start } from './conversations/address';
import { InboxPage } from './conversations/InboxPage';
import { useErasings } from './customers/erasings';
import { OfflineNote } from './layout/OfflineNote';
import { Rail } from './layout/Rail';
import { SkipLink } from './layout/SkipLink';
import styles from './App.module.css';
import { useOutboxDelivery } from './messages/useSending';
import { Allowed } from './session/Allowed';
import { may, useSession } from './session/session';
import { useShortcuts } from './settings/useShortcuts';

const LiveUpdates = lazy(() => import('./live/LiveUpdates'));
const CallsPage = lazy(() => import('./calls/CallsPage'));
const CustomersPage = lazy(() => import('./customers/CustomersPage'));
const JobsPage = lazy(() => import('./jobs/JobsPage'));
const StatisticsPage = lazy(() => import('./statistics/StatisticsPage'));
const SettingsPage = lazy(() => import('./settings/SettingsPage'));
const ErasingNote = lazy(() => import('./customers/ErasingNote'));
const ShortcutsDialog = lazy(() => import('./settings/ShortcutsDialog'));

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
      {may(me, 'conversations') && (
        <Suspense>
          <LiveUpdates />
        </Suspense>
      )}
      <Rail />
      <div className={styles.content}>
        <OfflineNote />
        <Suspense>
          <Switch>
            <Route path="/inbox/*?">
              <Allowed permission="conversations">
                <Inbox />
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
        </Suspense>
      </div>
      {erasings.length > 0 && (
        <Suspense>
          <ErasingNote names={erasings} />
        </Suspense>
      )}
      {help && (
        <Suspense>
          <ShortcutsDialog onClose={() => setHelp(false)} />
        </Suspense>
      )}
    </div>
  );
}

const Inbox = () => <InboxPage />;
