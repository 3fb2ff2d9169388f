import { useState } from 'react';
import { toProblem } from './problem';

/**
 * Changes something that a dialog shows, and reads it again afterwards, also if the change failed.
 * @param outdated The failure to show if somebody else changed it meanwhile.
 */
export function useChange(readAgain: () => Promise<unknown>, outdated: string) {
  const [failure, setFailure] = useState<string | null>(null);
  const change = async <T>(request: () => Promise<T>, done: (answer: T) => void) => {
    try {
      const answer = await request();
      await readAgain();
      done(answer);
    } catch (error) {
      const problem = toProblem(error);
      setFailure(problem.status === 412 ? outdated : problem.message);
      void readAgain();
    }
  };
  return { failure, change };
}
