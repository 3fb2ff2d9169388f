import { useEffect, useSyncExternalStore } from 'react';
import { phoneWords } from '../words';
import type { PhoneCall, Sound } from './phones';

const key = 'zuperconnect.phones.silent';
const listeners = new Set<() => void>();
let silent = localStorage.getItem(key) === 'true';

export function setSilent(next: boolean): void {
  silent = next;
  localStorage.setItem(key, String(next));
  listeners.forEach((listener) => listener());
}

/** Whether sound is switched off in this browser. */
export const useSilent = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => silent,
  );

const waiting: Partial<Record<PhoneCall['state'], string>> = { calls: 'ringing.wav', waits: 'ringing.wav', rings: 'accept.wav' };
const played = (sound: Sound, number: string): string | null =>
  sound === 'greeting' ? `greeting-${number.replace('+', '')}.wav` : sound === 'voicemailGreeting' ? 'tone.wav' : null;

/** Plays the sounds of a phone: ringing, and what is played in the call. A browser may require a click first. */
export function useSound(call: PhoneCall | undefined): void {
  const isSilent = useSilent();
  const loop = isSilent || !call ? undefined : waiting[call.state];
  useEffect(() => {
    if (!loop) {
      return undefined;
    }

    const audio = new Audio(`/api/sounds/${loop}`);
    audio.loop = true;
    void audio.play().catch(() => undefined);
    return () => audio.pause();
  }, [loop]);

  const last = call?.state === 'over' ? undefined : call?.heard.at(-1)?.sound;
  const number = call?.number;
  useEffect(() => {
    if (isSilent || !last || !number) {
      return undefined;
    }

    const text = phoneWords.spoken[last];
    const sound = played(last, number);
    const audio = sound ? new Audio(`/api/sounds/${sound}`) : null;
    const play = () => void audio?.play().catch(() => undefined);
    if (text && window.speechSynthesis.getVoices().length > 0) {
      const speech = new SpeechSynthesisUtterance(text);
      speech.onend = play;
      window.speechSynthesis.speak(speech);
    } else {
      play();
    }

    return () => {
      window.speechSynthesis.cancel();
      audio?.pause();
    };
  }, [isSilent, last, number]);
}
