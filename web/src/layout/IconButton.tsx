import type { ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger, type ButtonProps } from 'react-aria-components';
import styles from './IconButton.module.css';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'className' | 'style'> {
  /** The name for screen readers, and the tooltip. */
  label: string;
  /** The keyboard shortcut. */
  keys?: string;
  children: ReactNode;
}

/** A button that is only an icon. */
export function IconButton({ label, keys, children, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Button {...props} aria-label={label} className={styles.button}>
        {children}
      </Button>
      <Tooltip className={styles.tooltip} offset={6}>
        {label}
        {keys && <kbd>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
