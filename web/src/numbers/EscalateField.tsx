import { Input, Label, NumberField, Text } from 'react-aria-components';
import form from '../layout/Form.module.css';
import { Toggle } from '../settings/Toggle';
import { settingsWords } from '../settingsWords';

const say = settingsWords.numbers;

/** In minutes. */
const usual = 60;

interface EscalateFieldProps {
  /** Null if no conversation becomes overdue. */
  value: number | null;
  onChange: (value: number | null) => void;
}

/** How long a customer waits until the conversation is overdue. */
export function EscalateField({ value, onChange }: EscalateFieldProps) {
  return (
    <>
      <Toggle isOn={value !== null} onChange={(on) => onChange(on ? usual : null)} hint={say.escalateHint}>
        {say.escalate}
      </Toggle>
      {value !== null && (
        <NumberField
          className={form.field}
          value={value}
          minValue={1}
          maxValue={43_200}
          step={1}
          onChange={(minutes) => !Number.isNaN(minutes) && onChange(minutes)}
        >
          <Label>{say.escalateAfter}</Label>
          <Input className={form.short} />
          <Text slot="description" className={form.hint}>
            {say.escalateAfterHint}
          </Text>
        </NumberField>
      )}
    </>
  );
}
