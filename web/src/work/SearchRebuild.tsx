import { useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import form from '../layout/Form.module.css';
import { useSession } from '../session/session';
import { SettingRow } from '../settings/Section';
import styles from '../settings/Section.module.css';
import { settingsWords } from '../settingsWords';

const say = settingsWords.work;
const pause = 1000;

/** Rebuilds the search index and shows how far it is. */
export function SearchRebuild() {
  const { api } = useSession();
  const [state, setState] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const rebuild = async () => {
    setBusy(true);
    try {
      let progress = bodyOf(await api.POST('/api/search/rebuild'));
      while (progress.pending) {
        setState(say.compared(progress.rows));
        await new Promise((resolve) => setTimeout(resolve, pause));
        progress = bodyOf(await api.GET('/api/search/rebuild'));
      }

      setState(say.rebuilt(progress.rows));
    } catch (error) {
      setState(toProblem(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ul className={styles.card}>
      <SettingRow
        title={<span role="status">{state ?? say.search}</span>}
        detail={say.searchHint}
        end={
          <Button className={form.secondary} isDisabled={busy} onPress={() => void rebuild()}>
            {say.rebuild}
          </Button>
        }
      />
    </ul>
  );
}
