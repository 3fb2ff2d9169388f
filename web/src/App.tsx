import { lazy, Suspense, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { addressOf, start } from './conversations/address';
import { InboxPage } from './conversations/InboxPage';
import { OfflineNote } from './layout/OfflineNote';
import { Rail } from './layout/Rail';
import { SkipLink } from './layout/SkipLink';
import styles from './App.module.css';
import { useOutboxDelivery } from './messages/useSending';
import { useShortcuts } from './settings/useShortcuts';

const CallsPage = lazy(() => import('./calls/CallsPage'));
const CustomersPage = lazy(() => import('./customers/CustomersPage'));
const JobsPage = lazy(() => import('./jobs/JobsPage'));
const SettingsPage = lazy(() => import('./settings/SettingsPage'));
const ShortcutsDialog = lazy(() => import('./settings/ShortcutsDialog'));

/** The page of somebody who is signed in. */
export function App() {
  const [help, setHelp] = useState(false);
  useOutboxDelivery();
  useShortcuts({ '?': () => setHelp(true) });
  return (
    <div className={styles.app}>
      <SkipLink />
      <Rail />
      <div className={styles.content}>
        <OfflineNote />
        <Suspense>
          <Switch>
            <Route path="/inbox/*?"><Inbox /></Route>
            <Route path="/calls"><CallsPage /></Route>
            <Route path="/customers"><CustomersPage /></Route>
            <Route path="/jobs"><JobsPage /></Route>
            <Route path="/settings"><SettingsPage /></Route>
            <Route><Redirect to={addressOf(start)} replace /></Route>
          </Switch>
        </Suspense>
      </div>
      {help && <Suspense><ShortcutsDialog onClose={() => setHelp(false)} /></Suspense>}
    </div>
  );
}

const Inbox = () => <InboxPage />;
