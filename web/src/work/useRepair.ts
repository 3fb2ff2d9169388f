import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../api/problem';
import { useToast } from '../layout/toasts';

/** Repairs a failure, shows the result, and refetches the rest. */
export function useRepair(readAgain: () => Promise<unknown>) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: async ({ act, done }: { act: () => Promise<unknown>; done: string }) => {
      await act();
      toast({ text: done });
    },
    onError: (error) => toast({ text: toProblem(error).message, isFailure: true }),
    onSettled: async () => {
      await readAgain();
      await client.invalidateQueries({ queryKey: ['health'] });
    },
  });
}
