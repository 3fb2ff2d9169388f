import type { AutomaticTexts } from '../api/types';

export const triggers = ['missedCall', 'voicemail', 'message'] as const;
export type Trigger = (typeof triggers)[number];

/** The longest text that the API accepts. */
export const MAX_TEXT_LENGTH = 1600;

/** The settings to save: a blank text is none. */
export const withoutBlanks = (texts: AutomaticTexts): AutomaticTexts => {
  const text = (value: string | null | undefined) => (value?.trim() ? value : null);
  const trigger = (name: Trigger) => {
    const [whenOpen, whenClosed] = [text(texts[name]?.whenOpen), text(texts[name]?.whenClosed)];
    return whenOpen || whenClosed ? { whenOpen, whenClosed } : null;
  };
  return {
    missedCall: trigger('missedCall'),
    voicemail: trigger('voicemail'),
    message: trigger('message'),
    coolDownMinutes: texts.coolDownMinutes,
  };
};
