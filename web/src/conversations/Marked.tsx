import { Fragment } from 'react';
import { marksOf } from './marks';

/** A name or number with the search text highlighted. */
export function Marked({ text, search }: { text: string; search: string }) {
  const marks = marksOf(text, search);
  return (
    <>
      {marks.map(({ start, end }, index) => (
        <Fragment key={start}>
          {text.slice(marks[index - 1]?.end ?? 0, start)}
          <mark>{text.slice(start, end)}</mark>
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </>
  );
}
