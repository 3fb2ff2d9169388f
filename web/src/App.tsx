import { lazy, Suspense, useState } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { addressOf, start } from './conversations/address';
import { InboxPage } from './conversations/InboxPage';
import { Message } from './layout/Message';
import { OfflineNote } from './layout/OfflineNote';
import { Rail } from './layout/Rail';
import styles from './App.module.css';
import { useOutboxDelivery } from './messages/useSending';
import { useShortcuts } from './settings/useShortcuts';
import { words } from './words';

const SettingsPage = lazy(() => import('./settings/SettingsPage'));
const ShortcutsDialog = lazy(() => import('./settings/ShortcutsDialog'));

/** The page of somebody who is signed in. */
export function App() {
  const [help, setHelp] = useState(false);
  useOutboxDelivery();
  useShortcuts({ '?': () => setHelp(true) });
  return (
    <div className={styles.app}>
      <Rail />
      <div className={styles.content}>
        <OfflineNote />
        <Suspense>
          <Switch>
            <Route path="/inbox/*?"><Inbox /></Route>
            <Route path="/calls"><Soon name={words.nav.calls} hint={words.calls.soon} /></Route>
            <Route path="/customers"><Soon name={words.nav.customers} hint={words.customers.soon} /></Route>
            <Route path="/jobs"><Soon name={words.nav.jobs} hint={words.jobs.soon} /></Route>
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

const Soon = ({ name, hint }: { name: string; hint: string }) => <main className={styles.soon}><Message title={name} hint={hint} /></main>;
