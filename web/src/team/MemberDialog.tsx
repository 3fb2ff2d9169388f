import { useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { Member } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { Toggle } from '../settings/Toggle';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { permissions } from './permissions';
import { RemoveMember } from './RemoveMember';
import { useChangedTeam, waits } from './useTeam';

const say = settingsWords.team;

const editable = (member: Member) => ({
  name: member.name,
  role: member.role,
  permissions: waits(member) ? [...permissions] : member.permissions,
  device: member.deviceDisplay ?? '',
  away: member.away,
});

/** The role and permissions of a member. For somebody who waits, everything except the role is preselected. */
export default function MemberDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { api, me, changeMe } = useSession();
  const { show, readAgain } = useChangedTeam();
  const toast = useToast();
  const [values, setValues] = useState(() => editable(member));
  // The ETag of the shown values. It is only updated with them.
  const [etag, setEtag] = useState(member.etag);
  const [isOutdated, setOutdated] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (isOutdated && member.etag !== etag) {
    setOutdated(false);
    setEtag(member.etag);
    setValues(editable(member));
  }

  const isNew = waits(member);
  // The member's address contains the encoded id.
  const params = { path: { userId: decodeURIComponent(member.url.split('/').at(-1) ?? '') }, header: { 'If-Match': etag } };
  const refused = (error: unknown) => {
    const problem = toProblem(error);
    setFailure(
      problem.status === 412 ? settingsWords.settings.outdated : problem.code === 'invalid' ? settingsWords.me.notANumber : problem.message,
    );
    if (problem.status === 412) {
      setOutdated(true);
      void readAgain();
    }
  };
  const save = async () => {
    try {
      const saved = bodyOf(
        await api.PUT('/api/team/{userId}', {
          params,
          body: { ...values, name: values.name.trim(), device: values.device.trim() || null },
        }),
      );
      show(saved);
      if (saved.userId === me.userId) {
        changeMe(bodyOf(await api.GET('/api/me')));
      }

      toast({ text: isNew ? say.isIn(saved.name) : say.saved(saved.name) });
      onClose();
    } catch (error) {
      refused(error);
    }
  };
  const allow = (permission: Member['permissions'][number], on: boolean) =>
    setValues({ ...values, permissions: permissions.filter((one) => (one === permission ? on : values.permissions.includes(one))) });
  return (
    <Modal title={isNew ? say.letInName(member.name) : member.name} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField className={form.field} value={values.name} onChange={(name) => setValues({ ...values, name })} maxLength={100}>
          <Label>{say.name}</Label>
          <Input autoComplete="off" />
        </TextField>
        <fieldset className={form.fieldset}>
          <legend>{say.role}</legend>
          {(['member', 'admin'] as const).map((role) => (
            <label key={role} className={form.check}>
              <input type="radio" name="role" checked={values.role === role} onChange={() => setValues({ ...values, role })} />
              {settingsWords.me[role]}
            </label>
          ))}
          <p className={form.hint}>{say.roleHint}</p>
        </fieldset>
        {values.role === 'member' && (
          <fieldset className={form.fieldset}>
            <legend>{say.may}</legend>
            {permissions.map((one) => (
              <label key={one} className={form.check}>
                <input type="checkbox" checked={values.permissions.includes(one)} onChange={(event) => allow(one, event.target.checked)} />
                {words.permissions[one]}
              </label>
            ))}
          </fieldset>
        )}
        <TextField
          className={form.field}
          type="tel"
          value={values.device}
          onChange={(device) => setValues({ ...values, device })}
          maxLength={32}
        >
          <Label>{say.device}</Label>
          <Input autoComplete="off" />
          <Text slot="description" className={form.hint}>
            {say.deviceHint}
          </Text>
        </TextField>
        {!isNew && (
          <Toggle isOn={values.away} onChange={(away) => setValues({ ...values, away })} hint={say.awayHint}>
            {say.away}
          </Toggle>
        )}
        <DialogFoot
          failure={failure}
          action={isNew ? say.letIn : settingsWords.settings.save}
          isDisabled={!values.name.trim()}
          onClose={onClose}
        >
          <RemoveMember member={member} params={params} onRefused={refused} onClose={onClose} />
        </DialogFoot>
      </form>
    </Modal>
  );
}
