/** A name or number with the search text highlighted. */
export function Marked({ text, search }: { text: string; search: string }) {
  const term = search.trim().toLocaleLowerCase();
  const at = term ? text.toLocaleLowerCase().indexOf(term) : -1;
  return at < 0 ? (
    text
  ) : (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + term.length)}</mark>
      {text.slice(at + term.length)}
    </>
  );
}
