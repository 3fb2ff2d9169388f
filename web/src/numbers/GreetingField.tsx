import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import type { BusinessNumber } from '../api/types';
import form from '../layout/Form.module.css';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { greetingRate, longestGreeting, readSound, wavOf } from './greetingSound';

const say = settingsWords.numbers;

interface GreetingFieldProps {
  number: BusinessNumber;
  etag: string;
  onSaved: (number: BusinessNumber) => void;
  onRefused: (error: unknown) => void;
}

/** The greeting of a number: play, replace, remove. Saved immediately. */
export function GreetingField({ number, etag, onSaved, onRefused }: GreetingFieldProps) {
  const { api, config } = useSession();
  const toast = useToast();
  const chooser = useRef<HTMLInputElement>(null);
  const [state, setState] = useState('');
  const put = async (wav: Blob | null) => {
    const params = { path: { number: number.number }, header: { 'If-Match': etag } };
    // An empty body removes the greeting; the types only allow text.
    const body = (wav ?? '') as string;
    onSaved(
      bodyOf(
        await api.PUT('/api/numbers/{number}/greeting', {
          params,
          body,
          bodySerializer: (sound) => sound,
          headers: { 'Content-Type': 'audio/wav' },
        }),
      ),
    );
    toast({ text: wav ? say.greetingSaved : say.greetingGone });
  };
  const choose = async (file: File) => {
    setState(say.reading);
    const sound = await readSound(file).catch(() => null);
    const seconds = Math.ceil((sound?.length ?? 0) / greetingRate);
    if (!sound || seconds > longestGreeting) {
      setState(sound ? say.tooLong(seconds) : say.notSound);
      return;
    }

    setState(say.saving);
    await put(wavOf(sound)).catch(onRefused);
    setState('');
  };
  return (
    <fieldset className={form.fieldset}>
      <legend>{say.greeting}</legend>
      <p className={form.hint}>{number.hasGreeting ? say.greetingHint : `${say.noGreeting} ${say.greetingHint}`}</p>
      {number.hasGreeting && (
        // The ETag prevents the browser from playing a cached greeting.
        <audio
          controls
          controlsList="nodownload noplaybackrate"
          preload="metadata"
          aria-label={say.listen}
          className={form.sound}
          src={`${config.api}/api/sounds/greeting-${number.number.replace('+', '')}.wav?${encodeURIComponent(number.etag)}`}
        />
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        accept="audio/*"
        aria-label={say.greeting}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) {
            void choose(file);
          }
        }}
      />
      <div className={form.line}>
        <Button className={form.secondary} onPress={() => chooser.current?.click()}>
          {number.hasGreeting ? say.replace : say.upload}
        </Button>
        {number.hasGreeting && (
          <Button className={form.quietDanger} onPress={() => void put(null).catch(onRefused)}>
            {say.remove}
          </Button>
        )}
        <span role="status" className={form.hint}>
          {state}
        </span>
      </div>
    </fieldset>
  );
}
