import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { Member } from '../api/types';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { words } from '../words';
import { useChangedTeam } from './useTeam';

const say = settingsWords.team;

interface RemoveMemberProps {
  member: Member;
  params: { path: { userId: string }; header: { 'If-Match': string } };
  onRefused: (error: unknown) => void;
  onClose: () => void;
}

/** Removes a member after confirmation. */
export function RemoveMember({ member, params, onRefused, onClose }: RemoveMemberProps) {
  const { api } = useSession();
  const { remove } = useChangedTeam();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const removeNow = async () => {
    setAsking(false);
    try {
      await api.DELETE('/api/team/{userId}', { params });
      remove(member.userId);
      toast({ text: say.removed(member.name) });
      onClose();
    } catch (error) {
      onRefused(error);
    }
  };
  return (
    <>
      <Button className={`${form.quietDanger} ${form.first}`} onPress={() => setAsking(true)}>
        {say.remove}
      </Button>
      {asking && (
        <Modal title={`${say.remove}?`} onClose={() => setAsking(false)}>
          <div className={form.form}>
            <p>{say.removeSure(member.name)}</p>
            <div className={form.foot}>
              <Button className={form.secondary} autoFocus onPress={() => setAsking(false)}>
                {words.state.cancel}
              </Button>
              <Button className={form.danger} onPress={() => void removeNow()}>
                {say.removeNow}
              </Button>
            </div>
          </div>
        </Modal>
      )}
    </>
  );
}
