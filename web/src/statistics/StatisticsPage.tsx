import { useMutation, useQuery } from '@tanstack/react-query';
import { ChartColumn, Download } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useSearchParams } from 'wouter';
import { bodyOf } from '../api/client';
import { saveFile } from '../api/files';
import { toProblem } from '../api/problem';
import type { Statistics } from '../api/types';
import form from '../layout/Form.module.css';
import page from '../layout/ListPage.module.css';
import { Message } from '../layout/Message';
import { Skeleton } from '../layout/Skeleton';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { words } from '../words';
import { Figures } from './Figures';
import { dayText } from './format';
import { isPeriod, lastDays, periodOf } from './period';
import { PeriodFields, type Choice } from './PeriodFields';
import { Plots } from './Plots';
import styles from './StatisticsPage.module.css';

const say = words.statistics;

/** What happened at the numbers of the business, by day. */
export default function StatisticsPage() {
  const { api } = useSession();
  const toast = useToast();
  const [choice, choose] = useChoice();
  const query = { ...(choice.number !== 'all' && { number: choice.number }), ...choice.period };
  const statistics = useQuery({
    queryKey: ['statistics', query],
    queryFn: async ({ signal }) => bodyOf(await api.GET('/api/statistics', { params: { query }, signal })),
    enabled: isPeriod(choice.period),
    placeholderData: (before) => before,
  });
  const saved = useMutation({
    mutationFn: async () =>
      saveFile('statistics.csv', bodyOf(await api.GET('/api/statistics/export', { params: { query }, parseAs: 'blob' }))),
    onError: (error) => toast({ text: toProblem(error).message, isFailure: true }),
  });
  return (
    <main className={page.page}>
      <header className={page.header}>
        <h1>{words.nav.statistics}</h1>
        <Button
          className={`${form.secondary} ${form.withIcon}`}
          isDisabled={saved.isPending || !isPeriod(choice.period)}
          onPress={() => saved.mutate()}
        >
          <Download size={16} aria-hidden="true" />
          {say.download}
        </Button>
      </header>
      <div className={styles.scroll} tabIndex={-1}>
        <div className={styles.content}>
          <PeriodFields choice={choice} onChoose={choose} />
          {!isPeriod(choice.period) ? (
            <Message title={say.noPeriod} hint={say.noPeriodHint} />
          ) : statistics.data ? (
            <Shown statistics={statistics.data} isOld={statistics.isPlaceholderData} />
          ) : statistics.isPending ? (
            <Skeleton rows={6} label={words.inbox.loading} />
          ) : (
            <Message
              title={words.state.error}
              hint={toProblem(statistics.error).message}
              action={words.state.retry}
              onAction={() => void statistics.refetch()}
            />
          )}
        </div>
      </div>
    </main>
  );
}

function Shown({ statistics, isOld }: { statistics: Statistics; isOld: boolean }) {
  const { numbers, total } = statistics;
  const zones = [...new Set(numbers.map(({ timeZone }) => timeZone))];
  const counting = numbers.flatMap(({ countedFrom }) => countedFrom ?? []).sort();
  const isEmpty = Object.values(total).every((value) => !value);
  return (
    <div className={styles.shown} aria-busy={isOld}>
      {counting.length > 0 && (
        <p className={styles.note} role="status">
          {say.counting(dayText(counting.at(-1) ?? ''))}
        </p>
      )}
      {isEmpty ? (
        <Message icon={<ChartColumn size={32} />} title={say.none} hint={say.noneHint} />
      ) : (
        <>
          <Figures total={total} />
          <Plots statistics={statistics} />
        </>
      )}
      <p className={styles.note}>{zones.length === 1 ? say.daysIn(zones[0] ?? '') : say.daysInEach}</p>
    </div>
  );
}

/** The choice in the address. */
function useChoice(): [Choice, (change: Partial<Choice>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const [from, to] = [parameters.get('from'), parameters.get('to')];
  const days = from && to ? null : (lastDays.find((one) => String(one) === parameters.get('days')) ?? 7);
  const choice: Choice = {
    number: parameters.get('number') ?? 'all',
    days,
    period: days === null && from && to ? { from, to } : periodOf(days ?? 7),
  };
  const choose = (change: Partial<Choice>) => {
    const next = { ...choice, ...change };
    setParameters(
      { ...(next.number !== 'all' && { number: next.number }), ...(next.days === null ? next.period : { days: String(next.days) }) },
      { replace: true },
    );
  };
  return [choice, choose];
}
