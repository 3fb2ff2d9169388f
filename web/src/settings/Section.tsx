import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../layout/IconButton';
import { settingsWords } from '../settingsWords';
import styles from './Section.module.css';

interface SectionProps {
  title: string;
  intro: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** One page of the settings. */
export function Section({ title, intro, actions, children }: SectionProps) {
  const [, navigate] = useLocation();
  return (
    <div className={styles.section}>
      <header className={styles.head}>
        <span className={styles.back}>
          <IconButton label={settingsWords.settings.back} onPress={() => navigate('/settings')}>
            <ArrowLeft size={18} aria-hidden="true" />
          </IconButton>
        </span>
        <div className={styles.heading}>
          <h2>{title}</h2>
          <p>{intro}</p>
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface GroupProps {
  title: string;
  hint?: string;
  children: ReactNode;
}

/** Related settings in a section. */
export function Group({ title, hint, children }: GroupProps) {
  return (
    <section className={styles.group} aria-label={title}>
      <h3>{title}</h3>
      {hint && <p>{hint}</p>}
      {children}
    </section>
  );
}

interface SettingRowProps {
  icon?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  end?: ReactNode;
}

/** A row of a card with its actions. */
export function SettingRow({ icon, title, detail, end }: SettingRowProps) {
  return (
    <li className={styles.row}>
      {icon}
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {detail && <div className={styles.detail}>{detail}</div>}
      </div>
      {end && <div className={styles.end}>{end}</div>}
    </li>
  );
}
