import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readProblem, toProblem } from '../api/problem';
import { useToast } from '../layout/toasts';

export interface Entry {
  readonly number: string;
  readonly display: string;
  readonly name: string | null;
}

export interface PhoneText {
  readonly messageId: string;
  readonly number: string;
  readonly isSent: boolean;
  readonly text: string;
  readonly at: string;
  /** The ids of its pictures. */
  readonly pictures: readonly string[];
}

export type Sound = 'greeting' | 'recordingAnnouncement' | 'voicemailGreeting';

export interface PhoneCall {
  readonly callId: string;
  readonly number: string;
  readonly isOwn: boolean;
  readonly state: 'calls' | 'rings' | 'waits' | 'talks' | 'speaks' | 'over';
  readonly startedAt: string;
  readonly talksSince: string | null;
  readonly endedAt: string | null;
  readonly heard: readonly { readonly sound: Sound; readonly at: string }[];
}

export interface PhoneState extends Entry {
  readonly texts: readonly PhoneText[];
  readonly calls: readonly PhoneCall[];
  readonly luck: { readonly texts: string; readonly calls: string };
}

/** The numbers that customers may call, and the customers. */
export interface Book {
  readonly numbers: readonly Entry[];
  readonly customers: readonly Entry[];
}

const look = 1000;

async function ask<T>(method: string, address: string, body?: unknown): Promise<T> {
  const answer = await fetch(`/local/phone/${address}`, {
    method,
    ...(method !== 'GET' && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
  });
  if (!answer.ok) {
    throw await readProblem(answer);
  }

  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const useBook = () => useQuery({ queryKey: ['book'], queryFn: () => ask<Book>('GET', 'book'), refetchInterval: 10_000 });

/** The states of the phones, polled every second while the window is visible. */
export const usePhoneStates = (numbers: readonly string[]) =>
  useQuery({
    queryKey: ['phones', numbers],
    refetchInterval: look,
    placeholderData: (before) => before,
    queryFn: async () => {
      const asked = new URLSearchParams(numbers.map((number) => ['number', number])).toString();
      return (await ask<{ items: PhoneState[] }>('GET', `customers?${asked}`)).items;
    },
  });

/** Does something with a phone, then refetches all phones. */
export function useAct() {
  const client = useQueryClient();
  const toast = useToast();
  const { mutateAsync } = useMutation({
    mutationFn: ([method, address, body]: [string, string, unknown?]) => ask(method, address, body),
    onSettled: () => client.invalidateQueries({ queryKey: ['phones'] }),
  });
  return async (method: 'POST' | 'PUT', address: string, body?: unknown): Promise<boolean> => {
    try {
      await mutateAsync([method, address, body]);
      return true;
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
      return false;
    }
  };
}

/** The address of a picture of a phone. */
export const pictureAddress = (number: string, id: string): string => `/local/phone/${customerAddress(number)}/pictures/${id}`;

export const customerAddress = (number: string): string => `customers/${encodeURIComponent(number)}`;
