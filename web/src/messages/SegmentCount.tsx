import { words } from '../words';
import { countSegments } from './segments';

/** Shows the number of segments if it is more than one or if the text is not GSM-7. */
export function SegmentCount({ text }: { text: string }) {
  const { encoding, count, left } = countSegments(text.trim());
  const unusual = encoding === 'UCS-2';
  return count > 1 || unusual ? (
    <>{[words.composer.segments(count), words.composer.left(left), ...(unusual ? [words.composer.unicode] : [])].join(' · ')}</>
  ) : null;
}
