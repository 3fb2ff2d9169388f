import form from '../layout/Form.module.css';
import { useTeam } from '../team/useTeam';
import { settingsWords } from '../settingsWords';

const say = settingsWords.numbers;

interface RingGroupFieldProps {
  /** Null for all users. */
  value: string[] | null;
  onChange: (value: string[] | null) => void;
}

/** The users whose devices ring when a customer calls. */
export function RingGroupField({ value, onChange }: RingGroupFieldProps) {
  const team = useTeam();
  const ringing =
    team.data?.filter((member) => member.role === 'admin' || member.permissions.length > 0 || value?.includes(member.userId)) ?? [];
  const toggle = (userId: string, on: boolean) =>
    onChange(on ? [...(value ?? []), userId] : (value?.filter((one) => one !== userId) ?? []));
  return (
    <fieldset className={form.fieldset}>
      <legend>{say.rings}</legend>
      <label className={form.check}>
        <input type="radio" name="ring" checked={value === null} onChange={() => onChange(null)} />
        {say.everyone}
      </label>
      <label className={form.check}>
        <input type="radio" name="ring" checked={value !== null} onChange={() => onChange([])} />
        {say.some}
      </label>
      {value && (
        <ul className={form.inner}>
          {value.length === 0 && <li className={form.hint}>{say.chooseSome}</li>}
          {ringing.map(({ userId, name, deviceDisplay }) => (
            <li key={userId}>
              <label className={form.check}>
                <input type="checkbox" checked={value.includes(userId)} onChange={(event) => toggle(userId, event.target.checked)} />
                {name}
                <small className={form.hint}>{deviceDisplay ?? say.noDevice}</small>
              </label>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
