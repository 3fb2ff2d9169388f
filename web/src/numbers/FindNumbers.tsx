import { useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { DiscoveredNumber } from '../api/types';
import form from '../layout/Form.module.css';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { useChangedNumbers } from './useNumbers';

const say = settingsWords.numbers;

/** Adds the numbers of the account at the telephony provider, and makes the provider send their texts and calls here. */
export function FindNumbers() {
  const { api } = useSession();
  const { readAgain } = useChangedNumbers();
  const [isFinding, setFinding] = useState(false);
  const [found, setFound] = useState<readonly DiscoveredNumber[]>([]);
  const [answer, setAnswer] = useState('');
  const find = async () => {
    setFinding(true);
    setAnswer('');
    try {
      const { items } = bodyOf(await api.POST('/api/numbers/discover'));
      setFound(items);
      setAnswer(items.length ? '' : say.noneFound);
      await readAgain();
    } catch (error) {
      const problem = toProblem(error);
      setAnswer(problem.code === 'noNumberDiscovery' ? say.notListed : problem.message);
    } finally {
      setFinding(false);
    }
  };
  return (
    <div className={form.field}>
      <div className={form.line}>
        <Button className={form.secondary} onPress={() => void find()} isDisabled={isFinding}>
          {say.find}
        </Button>
        <span className={form.hint}>{say.findHint}</span>
      </div>
      <div role="status" className={form.hint}>
        {isFinding ? say.finding : answer}
        {found.map(({ number, display, added, changes, problem }) => (
          <p key={number}>
            {display}: {problem ?? (added ? say.foundNew : changes.length ? say.foundChanged : say.foundReady)}
          </p>
        ))}
      </div>
    </div>
  );
}
