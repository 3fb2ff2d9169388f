import styles from './Avatar.module.css';

/** Initials on a color that depends on the name. */
export function Avatar({ name, size = 36 }: { name: string; size?: number }) {
  const hue = Array.from(name).reduce((sum, character) => (sum * 131 + (character.codePointAt(0) ?? 0) * 61) % 3600, 7) % 360;
  return (
    <span aria-hidden="true" className={styles.avatar} style={{ '--hue': hue, '--size': `${size / 16}rem` } as React.CSSProperties}>
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const letters = name
    .split(/\s+/)
    .filter((word) => /^\p{L}/u.test(word))
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? '');
  return (letters.length > 1 ? [letters[0], letters.at(-1)].join('') : letters[0]) ?? (name.replace(/\D/g, '').slice(-2) || '?');
}
