import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from 'react-aria-components';
import type { BusinessHours } from '../api/types';
import form from '../layout/Form.module.css';
import { IconButton } from '../layout/IconButton';
import { Toggle } from '../settings/Toggle';
import { settingsWords } from '../settingsWords';
import { hoursText, usualHours, week, type OpeningWindow } from './hours';
import styles from './HoursField.module.css';

const say = settingsWords.numbers.hours;

interface HoursFieldProps {
  /** Null if the business is always open. */
  value: BusinessHours | null;
  onChange: (value: BusinessHours | null) => void;
  voicemailWhenClosed: boolean;
  onVoicemailChange: (on: boolean) => void;
}

/** The business hours of a number. */
export function HoursField({ value, onChange, voicemailWhenClosed, onVoicemailChange }: HoursFieldProps) {
  const zones = useId();
  const setWindow = (place: number, window: OpeningWindow | null) =>
    value && onChange({ ...value, windows: value.windows.flatMap((one, at) => (at !== place ? [one] : window ? [window] : [])) });
  const setHoliday = (place: number, day: string | null) =>
    value && onChange({ ...value, holidays: value.holidays.flatMap((one, at) => (at !== place ? [one] : day ? [day] : [])) });
  return (
    <fieldset className={form.fieldset}>
      <legend>{say.title}</legend>
      <Toggle isOn={value !== null} onChange={(on) => onChange(on ? usualHours() : null)} hint={value ? hoursText(value) : say.alwaysOpen}>
        {say.limited}
      </Toggle>
      {value && (
        <>
          <div className={form.field}>
            <label htmlFor={`${zones}-zone`}>{say.timeZone}</label>
            <input
              id={`${zones}-zone`}
              list={zones}
              value={value.timeZone}
              maxLength={64}
              onChange={(event) => onChange({ ...value, timeZone: event.target.value })}
            />
            <datalist id={zones}>
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </div>
          {value.windows.map((window, place) => (
            <WindowField key={place} value={window} place={place + 1} onChange={(next) => setWindow(place, next)} />
          ))}
          <div className={form.line}>
            <Button
              className={`${form.secondary} ${form.withIcon}`}
              onPress={() => onChange({ ...value, windows: [...value.windows, { days: ['saturday'], opens: '09:00', closes: '12:00' }] })}
            >
              <Plus size={16} aria-hidden="true" />
              {say.addWindow}
            </Button>
          </div>
          <span className={form.label}>{say.holidays}</span>
          {value.holidays.map((day, place) => (
            <div key={place} className={styles.holidays}>
              <input
                type="date"
                aria-label={say.holiday}
                value={day}
                onChange={(event) => event.target.value && setHoliday(place, event.target.value)}
              />
              <IconButton label={say.removeHoliday(day)} onPress={() => setHoliday(place, null)}>
                <X size={16} aria-hidden="true" />
              </IconButton>
            </div>
          ))}
          <div className={form.line}>
            <Button
              className={`${form.secondary} ${form.withIcon}`}
              onPress={() => onChange({ ...value, holidays: [...value.holidays, new Date().toLocaleDateString('sv')] })}
            >
              <Plus size={16} aria-hidden="true" />
              {say.addHoliday}
            </Button>
          </div>
          <Toggle isOn={voicemailWhenClosed} onChange={onVoicemailChange} hint={say.voicemailHint}>
            {say.voicemail}
          </Toggle>
        </>
      )}
    </fieldset>
  );
}

interface WindowFieldProps {
  value: OpeningWindow;
  /** Its place in the list, from 1. */
  place: number;
  onChange: (value: OpeningWindow | null) => void;
}

function WindowField({ value, place, onChange }: WindowFieldProps) {
  const setDay = (day: OpeningWindow['days'][number], on: boolean) => {
    const days = on ? [...value.days, day] : value.days.filter((one) => one !== day);
    if (days.length > 0) {
      onChange({ ...value, days });
    }
  };
  return (
    <fieldset className={styles.window} aria-label={say.window(place)}>
      <span className={styles.days}>
        {week.map((day) => (
          <label key={day} className={styles.day}>
            <input type="checkbox" checked={value.days.includes(day)} onChange={(event) => setDay(day, event.target.checked)} />
            {say.days[day]}
          </label>
        ))}
      </span>
      <span className={styles.times}>
        <input
          type="time"
          aria-label={say.opens}
          value={value.opens}
          onChange={(event) => event.target.value && onChange({ ...value, opens: event.target.value })}
        />
        –
        <input
          type="time"
          aria-label={say.closes}
          value={value.closes}
          onChange={(event) => event.target.value && onChange({ ...value, closes: event.target.value })}
        />
      </span>
      <IconButton label={say.removeWindow(place)} onPress={() => onChange(null)}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </fieldset>
  );
}
