import { Input, Label, NumberField, Text, TextArea, TextField } from 'react-aria-components';
import type { AutomaticTexts } from '../api/types';
import form from '../layout/Form.module.css';
import { Toggle } from '../settings/Toggle';
import { settingsWords } from '../settingsWords';
import { MAX_TEXT_LENGTH, triggers, type Trigger } from './automaticTexts';

const say = settingsWords.numbers.automatic;

interface AutomaticTextsFieldProps {
  value: AutomaticTexts;
  onChange: (value: AutomaticTexts) => void;
  /** Whether the number has business hours. Without them, only the texts for open hours are sent. */
  hasHours: boolean;
}

/** The texts that a number sends by itself. */
export function AutomaticTextsField({ value, onChange, hasHours }: AutomaticTextsFieldProps) {
  const isOn = triggers.some((trigger) => value[trigger]);
  return (
    <fieldset className={form.fieldset}>
      <legend>{say.title}</legend>
      {triggers.map((trigger) => (
        <TriggerField
          key={trigger}
          trigger={trigger}
          value={value[trigger]}
          onChange={(text) => onChange({ ...value, [trigger]: text })}
          hasHours={hasHours}
        />
      ))}
      {isOn && (
        <NumberField
          className={form.field}
          value={value.coolDownMinutes / 60}
          minValue={0.25}
          maxValue={168}
          step={0.25}
          onChange={(hours) => !Number.isNaN(hours) && onChange({ ...value, coolDownMinutes: Math.round(hours * 60) })}
        >
          <Label>{say.coolDown}</Label>
          <Input className={form.short} />
          <Text slot="description" className={form.hint}>
            {say.coolDownHint}
          </Text>
        </NumberField>
      )}
    </fieldset>
  );
}

interface TriggerFieldProps {
  trigger: Trigger;
  value: AutomaticTexts[Trigger];
  onChange: (value: AutomaticTexts[Trigger]) => void;
  hasHours: boolean;
}

function TriggerField({ trigger, value, onChange, hasHours }: TriggerFieldProps) {
  const { name, hint } = say[trigger];
  const field = (when: 'whenOpen' | 'whenClosed', label: string) => (
    <TextField
      className={form.field}
      value={value?.[when] ?? ''}
      maxLength={MAX_TEXT_LENGTH}
      onChange={(text) => onChange({ whenOpen: null, whenClosed: null, ...value, [when]: text || null })}
    >
      <Label>{label}</Label>
      <TextArea rows={2} />
    </TextField>
  );
  return (
    <>
      <Toggle isOn={value !== null} onChange={(on) => onChange(on ? { whenOpen: null, whenClosed: null } : null)} hint={hint}>
        {name}
      </Toggle>
      {value && (
        <div role="group" aria-label={name} className={form.inner}>
          {field('whenOpen', hasHours ? say.whenOpen : say.text)}
          {hasHours && field('whenClosed', say.whenClosed)}
        </div>
      )}
    </>
  );
}
