import { ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import choices from '../layout/Choices.module.css';
import options from '../layout/Options.module.css';
import { useNumbers } from '../numbers/useNumbers';
import { words } from '../words';
import { addDays, lastDays, maxDays, today, type LastDays, type Period } from './period';
import styles from './StatisticsPage.module.css';

const say = words.statistics;

/** What the page shows. */
export interface Choice {
  /** A number of the business, or `all`. */
  readonly number: string;
  /** The last days, or null for a custom period. */
  readonly days: LastDays | null;
  readonly period: Period;
}

/** Selects the number and the period. */
export function PeriodFields({ choice, onChoose }: { choice: Choice; onChoose: (choice: Partial<Choice>) => void }) {
  const { number, days, period } = choice;
  return (
    <div className={styles.choices}>
      <NumberSelect number={number} onChoose={(chosen) => onChoose({ number: chosen })} />
      <ToggleButtonGroup
        aria-label={say.period}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[String(days ?? 'custom')]}
        className={choices.filters}
        onSelectionChange={([key]) => onChoose({ days: lastDays.find((one) => String(one) === key) ?? null })}
      >
        {lastDays.map((one) => (
          <ToggleButton key={one} id={String(one)}>
            {say.lastDays(one)}
          </ToggleButton>
        ))}
        <ToggleButton id="custom">{say.custom}</ToggleButton>
      </ToggleButtonGroup>
      {days === null && (
        <div className={styles.dates}>
          <DateField
            label={say.from}
            value={period.from}
            earliest={addDays(period.to, 1 - maxDays)}
            latest={period.to}
            onChange={(from) => onChoose({ period: { ...period, from } })}
          />
          <DateField
            label={say.to}
            value={period.to}
            earliest={period.from}
            latest={today()}
            onChange={(to) => onChoose({ period: { ...period, to } })}
          />
        </div>
      )}
    </div>
  );
}

interface DateFieldProps {
  label: string;
  value: string;
  earliest: string;
  latest: string;
  onChange: (day: string) => void;
}

const DateField = ({ label, value, earliest, latest, onChange }: DateFieldProps) => (
  <label>
    {label}
    <input type="date" value={value} min={earliest} max={latest} onChange={({ target }) => target.value && onChange(target.value)} />
  </label>
);

function NumberSelect({ number, onChoose }: { number: string; onChoose: (number: string) => void }) {
  const numbers = useNumbers().data ?? [];
  const items = [
    { id: 'all', name: say.allNumbers, display: '' },
    ...numbers.map((one) => ({ id: one.number, name: one.name ?? one.display, display: one.name ? one.display : '' })),
  ];
  return (
    <Select aria-label={say.number} value={number} onChange={(key) => onChoose(String(key))}>
      <Button className={styles.select}>
        <SelectValue>{({ selectedText }) => selectedText || say.allNumbers}</SelectValue>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      <Popover className={options.popover}>
        <ListBox items={items}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className={options.option}>
              <span>{item.name}</span>
              {item.display && <small>{item.display}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
