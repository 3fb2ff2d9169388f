import { useState } from 'react';

const key = 'zuperconnect.phones';
const first = ['+12065550199', '+12535550174'];

function read(): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : first;
  } catch {
    return first;
  }
}

/** An unused number of the range that is reserved for fiction. */
function unused(numbers: readonly string[]): string {
  for (let last = 100; last < 200; last++) {
    const number = `+12065550${last}`;
    if (!numbers.includes(number)) {
      return number;
    }
  }

  return '+12065550100';
}

/** The phones in the window, stored in this browser. */
export function useShownPhones() {
  const [numbers, setNumbers] = useState(read);
  const keep = (next: readonly string[]) => {
    localStorage.setItem(key, JSON.stringify(next));
    setNumbers(next);
  };
  return {
    numbers,
    add: (number: string) => keep([...numbers.filter((one) => one !== number), number]),
    remove: (number: string) => keep(numbers.filter((one) => one !== number)),
    unused: (known: readonly string[]) => unused([...numbers, ...known]),
  };
}
