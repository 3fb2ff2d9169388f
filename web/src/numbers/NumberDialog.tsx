import { useState } from 'react';
import { Input, Label, NumberField, Text, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { BusinessNumber } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { Toggle } from '../settings/Toggle';
import { settingsWords } from '../settingsWords';
import { withoutBlanks } from './automaticTexts';
import { AutomaticTextsField } from './AutomaticTextsField';
import { EscalateField } from './EscalateField';
import { GreetingField } from './GreetingField';
import { HoursField } from './HoursField';
import { RingGroupField } from './RingGroupField';
import { useChangedNumbers } from './useNumbers';

const say = settingsWords.numbers;

const editable = ({
  name,
  ringGroup,
  ringTimeSeconds,
  records,
  takesVoicemail,
  hours,
  voicemailWhenClosed,
  automaticTexts,
  escalateAfterMinutes,
  assignsResponder,
  unassignsReopened,
  closeAfterDays,
  retired,
}: BusinessNumber) => ({
  name: name ?? '',
  ringGroup,
  ringTimeSeconds,
  records,
  takesVoicemail,
  hours,
  voicemailWhenClosed,
  automaticTexts,
  escalateAfterMinutes,
  assignsResponder,
  unassignsReopened,
  closeAfterDays: closeAfterDays ?? null,
  retired,
});

/** The settings of a number. */
export default function NumberDialog({ number, onClose }: { number: BusinessNumber; onClose: () => void }) {
  const { api } = useSession();
  const { show, readAgain } = useChangedNumbers();
  const toast = useToast();
  const [values, setValues] = useState(() => editable(number));
  const [failure, setFailure] = useState<string | null>(null);
  // The ETag of the shown values. It is only updated with them.
  const [etag, setEtag] = useState(number.etag);
  const [isOutdated, setOutdated] = useState(false);
  if (isOutdated && number.etag !== etag) {
    setOutdated(false);
    setEtag(number.etag);
    setValues(editable(number));
  }

  const change = (next: Partial<typeof values>) => setValues({ ...values, ...next });
  const refused = (error: unknown) => {
    const problem = toProblem(error);
    setFailure(problem.status === 412 ? settingsWords.settings.outdated : problem.message);
    if (problem.status === 412) {
      setOutdated(true);
      void readAgain();
    }
  };
  const save = async () => {
    try {
      const params = { path: { number: number.number }, header: { 'If-Match': etag } };
      const body = { ...values, name: values.name.trim() || null, automaticTexts: withoutBlanks(values.automaticTexts) };
      const saved = bodyOf(await api.PUT('/api/numbers/{number}', { params, body }));
      show(saved);
      toast({ text: settingsWords.settings.changed });
      onClose();
    } catch (error) {
      refused(error);
    }
  };
  const greeted = (saved: BusinessNumber) => {
    setEtag(saved.etag);
    setFailure(null);
    show(saved);
  };
  return (
    <Modal title={number.name ?? number.display} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField className={form.field} value={values.name} onChange={(name) => change({ name })} maxLength={100}>
          <Label>{say.name}</Label>
          <Input autoComplete="off" />
          <Text slot="description" className={form.hint}>
            {say.nameHint}
          </Text>
        </TextField>
        <RingGroupField value={values.ringGroup} onChange={(ringGroup) => change({ ringGroup })} />
        <NumberField
          className={form.field}
          value={values.ringTimeSeconds}
          minValue={5}
          maxValue={120}
          step={1}
          onChange={(ringTimeSeconds) => !Number.isNaN(ringTimeSeconds) && change({ ringTimeSeconds })}
        >
          <Label>{say.ringTime}</Label>
          <Input className={form.short} />
          <Text slot="description" className={form.hint}>
            {say.ringTimeHint}
          </Text>
        </NumberField>
        <Toggle isOn={values.records} onChange={(records) => change({ records })} hint={say.recordsHint}>
          {say.records}
        </Toggle>
        <Toggle isOn={values.takesVoicemail} onChange={(takesVoicemail) => change({ takesVoicemail })} hint={say.voicemailHint}>
          {say.voicemail}
        </Toggle>
        <GreetingField number={number} etag={etag} onSaved={greeted} onRefused={refused} />
        <HoursField
          value={values.hours}
          onChange={(hours) => change({ hours })}
          voicemailWhenClosed={values.voicemailWhenClosed}
          onVoicemailChange={(voicemailWhenClosed) => change({ voicemailWhenClosed })}
        />
        <AutomaticTextsField
          value={values.automaticTexts}
          onChange={(automaticTexts) => change({ automaticTexts })}
          hasHours={values.hours !== null}
        />
        <EscalateField value={values.escalateAfterMinutes} onChange={(escalateAfterMinutes) => change({ escalateAfterMinutes })} />
        <Toggle
          isOn={values.assignsResponder}
          onChange={(assignsResponder) => change({ assignsResponder })}
          hint={say.assignsResponderHint}
        >
          {say.assignsResponder}
        </Toggle>
        <Toggle
          isOn={values.unassignsReopened}
          onChange={(unassignsReopened) => change({ unassignsReopened })}
          hint={say.unassignsReopenedHint}
        >
          {say.unassignsReopened}
        </Toggle>
        <NumberField
          className={form.field}
          value={values.closeAfterDays ?? NaN}
          minValue={1}
          maxValue={365}
          step={1}
          onChange={(days) => change({ closeAfterDays: Number.isNaN(days) ? null : days })}
        >
          <Label>{say.closeAfterDays}</Label>
          <Input className={form.short} placeholder={say.never} />
          <Text slot="description" className={form.hint}>
            {say.closeAfterDaysHint}
          </Text>
        </NumberField>
        <Toggle isOn={values.retired} onChange={(retired) => change({ retired })} hint={say.retiredHint}>
          {say.retired}
        </Toggle>
        <DialogFoot failure={failure} action={settingsWords.settings.save} onClose={onClose} />
      </form>
    </Modal>
  );
}
