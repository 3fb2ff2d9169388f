import { Download, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { IconButton } from '../layout/IconButton';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { duration } from '../time/time';
import { words } from '../words';
import styles from './Player.module.css';

const rates = [1, 1.5, 2];
const say = words.calls;

interface PlayerProps {
  recordingId: string;
  /** In seconds; null if it is only known during playback. */
  length: number | null;
  name: string;
}

/** Plays a recording. Its address is requested when it is needed, and valid for five minutes. */
export function Player({ recordingId, length, name }: PlayerProps) {
  const { api, config } = useSession();
  const toast = useToast();
  const audio = useRef<HTMLAudioElement>(null);
  const parts = useRef<readonly string[]>([]);
  const part = useRef(0);
  /** The position in the part, and where its playback began. In seconds. */
  const position = useRef(0);
  const begin = useRef(0);
  const [state, setState] = useState({ playing: false, time: 0, length: length ?? 0, rate: 1 });
  const change = (next: Partial<typeof state>) => setState((before) => ({ ...before, ...next }));
  const ticket = async () => bodyOf(await api.POST('/api/recordings/{id}/tickets', { params: { path: { id: recordingId } } }));
  const start = async (element: HTMLAudioElement, next: number, from = 0) => {
    part.current = next;
    begin.current = from;
    element.src = config.api + (parts.current[next] ?? '');
    element.currentTime = from;
    element.playbackRate = state.rate;
    await element.play().catch((failure: unknown) => {
      // What cannot be loaded is handled as an error of the element.
      if (!element.error) {
        throw failure;
      }
    });
  };
  const fail = () => {
    change({ playing: false });
    toast({ text: say.cannotPlay, isFailure: true });
  };
  /** The address may have ended, or the connection may have been lost. */
  const resume = async (element: HTMLAudioElement) => {
    try {
      parts.current = (await ticket()).parts;
      await start(element, part.current, position.current);
    } catch {
      fail();
    }
  };
  const interrupted = (element: HTMLAudioElement) => {
    if (!state.playing) {
      return;
    }

    if (position.current > begin.current) {
      void resume(element);
    } else {
      fail();
    }
  };
  const toggle = async () => {
    const element = audio.current;
    try {
      if (!element) {
        return;
      } else if (state.playing) {
        element.pause();
      } else if (element.error) {
        await resume(element);
      } else if (element.src && !element.ended) {
        await element.play();
      } else {
        parts.current = (await ticket()).parts;
        await start(element, 0);
      }
    } catch {
      fail();
    }
  };
  const ended = (element: HTMLAudioElement) => {
    if (part.current + 1 < parts.current.length) {
      void start(element, part.current + 1);
    } else {
      change({ playing: false });
    }
  };
  const download = async () => {
    try {
      for (const url of (await ticket()).parts) {
        const link = document.createElement('a');
        link.href = `${config.api}${url}&download=true`;
        link.download = '';
        link.click();
      }
    } catch {
      toast({ text: say.cannotPlay, isFailure: true });
    }
  };
  const nextRate = rates[(rates.indexOf(state.rate) + 1) % rates.length] ?? 1;
  return (
    <div className={styles.player} role="group" aria-label={name}>
      <audio
        ref={audio}
        preload="none"
        onPlay={() => change({ playing: true })}
        onPause={() => change({ playing: false })}
        onEnded={(event) => ended(event.currentTarget)}
        onError={(event) => interrupted(event.currentTarget)}
        onTimeUpdate={({ currentTarget: { currentTime, error } }) => {
          if (!error) {
            position.current = currentTime;
            change({ time: currentTime });
          }
        }}
        onDurationChange={(event) => change({ length: event.currentTarget.duration })}
      />
      <Button className={styles.play} aria-label={state.playing ? say.pause : say.play} onPress={() => void toggle()}>
        {state.playing ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
      </Button>
      <input
        type="range"
        aria-label={say.seek}
        min={0}
        max={state.length || 1}
        step={0.1}
        value={Math.min(state.time, state.length || 1)}
        disabled={!state.length}
        aria-valuetext={duration(state.time)}
        onChange={(event) => {
          if (audio.current) {
            position.current = Number(event.target.value);
            audio.current.currentTime = position.current;
          }
        }}
      />
      <span className={styles.time} data-time={state.time}>
        {duration(state.time)}
        {state.length > 0 && Number.isFinite(state.length) && ` / ${duration(state.length)}`}
      </span>
      <Button
        className={styles.rate}
        aria-label={say.speed(state.rate)}
        onPress={() => {
          change({ rate: nextRate });
          if (audio.current) {
            audio.current.playbackRate = nextRate;
          }
        }}
      >
        {state.rate}×
      </Button>
      <IconButton label={say.download} onPress={() => void download()}>
        <Download size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
