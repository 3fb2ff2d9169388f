import { useState } from 'react';
import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import type { Webhook, WebhookEventType } from '../api/types';
import { useChange } from '../api/useChange';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { Toggle } from '../settings/Toggle';
import { settingsWords } from '../settingsWords';
import { hostOf, useChangedWebhooks } from './useWebhooks';

const say = settingsWords.webhooks;

const allTypes: readonly WebhookEventType[] = [
  'message.received',
  'message.sent',
  'message.failed',
  'call.ended',
  'voicemail.received',
  'conversation.opened',
  'conversation.closed',
  'conversation.assigned',
  'conversation.overdue',
];

interface WebhookDialogProps {
  /** The receiver to change; null for a new one. */
  webhook: Webhook | null;
  onClose: () => void;
}

/** Adds, changes or deletes a receiver of webhooks. The secret of a new one is shown once. */
export default function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const { api } = useSession();
  const readAgain = useChangedWebhooks();
  const toast = useToast();
  const [id] = useState(() => webhook?.id ?? crypto.randomUUID());
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [types, setTypes] = useState<readonly WebhookEventType[]>(webhook?.types ?? allTypes);
  const [enabled, setEnabled] = useState(webhook?.enabled ?? true);
  const [secret, setSecret] = useState<string | null>(null);
  const { failure, change } = useChange(readAgain, say.outdated);
  const params = { path: { id }, ...(webhook && { header: { 'If-Match': webhook.etag } }) };
  const closeWith = (done: string) => {
    toast({ text: done });
    onClose();
  };
  if (secret) {
    return (
      <Modal title={say.secretTitle} onClose={onClose}>
        <form
          className={form.form}
          onSubmit={(event) => {
            event.preventDefault();
            onClose();
          }}
        >
          <TextField className={form.field} value={secret} isReadOnly autoFocus>
            <Label>{say.secret}</Label>
            <Input onFocus={(event) => event.target.select()} />
            <Text slot="description" className={form.hint}>
              {say.secretHint}
            </Text>
          </TextField>
          <div className={form.foot}>
            <Button type="submit" className={form.primary}>
              {say.done}
            </Button>
          </div>
        </form>
      </Modal>
    );
  }

  const save = async () =>
    bodyOf(await api.PUT('/api/webhooks/{id}', { params, body: { url: url.trim(), types: [...types], enabled } })).secret;
  return (
    <Modal title={webhook ? say.edit(hostOf(webhook.url)) : say.add} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void change(save, (newSecret) => (newSecret ? setSecret(newSecret) : closeWith(say.saved)));
        }}
      >
        <TextField className={form.field} value={url} onChange={setUrl} autoFocus maxLength={1000}>
          <Label>{say.url}</Label>
          <Input type="url" autoComplete="off" />
          <Text slot="description" className={form.hint}>
            {say.urlHint}
          </Text>
        </TextField>
        <fieldset className={form.fieldset}>
          <legend>{say.types}</legend>
          {allTypes.map((type) => (
            <label key={type} className={form.check}>
              <input
                type="checkbox"
                checked={types.includes(type)}
                onChange={(event) => setTypes(event.target.checked ? [...types, type] : types.filter((one) => one !== type))}
              />
              {say.kinds[type]}
            </label>
          ))}
          <small className={form.hint}>{say.contents}</small>
        </fieldset>
        <Toggle isOn={enabled} onChange={setEnabled} hint={say.enabledHint}>
          {say.enabled}
        </Toggle>
        <DialogFoot failure={failure} action={settingsWords.settings.save} isDisabled={!url.trim() || types.length === 0} onClose={onClose}>
          {webhook && (
            <Button
              className={form.secondary}
              onPress={() =>
                void change(
                  () => api.DELETE('/api/webhooks/{id}', { params }),
                  () => closeWith(say.deleted),
                )
              }
            >
              {say.delete}
            </Button>
          )}
        </DialogFoot>
      </form>
    </Modal>
  );
}
