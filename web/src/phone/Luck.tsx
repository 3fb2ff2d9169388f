import { SlidersHorizontal } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import form from '../layout/Form.module.css';
import { IconButton } from '../layout/IconButton';
import { phoneWords } from '../words';
import styles from './Phone.module.css';
import { customerAddress, useAct, type PhoneState } from './phones';

const say = phoneWords;

/** Sets the outcome of texts and calls to a phone, for trying how the inbox shows failures. */
export function Luck({ phone }: { phone: PhoneState }) {
  const act = useAct();
  const choose = (change: { texts?: string; calls?: string }) => void act('PUT', customerAddress(phone.number), change);
  return (
    <DialogTrigger>
      <IconButton label={say.luck}>
        <SlidersHorizontal size={16} aria-hidden="true" />
      </IconButton>
      <Popover placement="bottom end" className={styles.popover}>
        <Dialog aria-label={say.luck} className={styles.luck}>
          <Choice label={say.luckCalls} options={say.calls} value={phone.luck.calls} onChange={(calls) => choose({ calls })} />
          <Choice label={say.luckTexts} options={say.texts} value={phone.luck.texts} onChange={(texts) => choose({ texts })} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

interface ChoiceProps {
  label: string;
  options: Readonly<Record<string, string>>;
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <label className={form.field}>
      <span className={form.label}>{label}</span>
      <select className={form.select} value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.entries(options).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
