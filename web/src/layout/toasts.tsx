import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { X } from 'lucide-react';
import { words } from '../words';
import { IconButton } from './IconButton';
import styles from './toasts.module.css';

interface Toast {
  readonly text: string;
  readonly isFailure?: boolean;
  readonly action?: { readonly name: string; readonly run: () => void };
}

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Shows a short message with an optional action for six seconds. The last three are shown together. */
export const useToast = () => use(ToastContext);

const lasts = 6000;
const most = 3;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly (Toast & { readonly id: number })[]>([]);
  const count = useRef(0);
  const show = useCallback((toast: Toast) => {
    const id = count.current++;
    setToasts((before) => [...before, { ...toast, id }].slice(-most));
  }, []);
  const hide = useCallback((id: number) => setToasts((before) => before.filter((one) => one.id !== id)), []);
  const card = ({ id, ...toast }: (typeof toasts)[number]) => <ToastCard key={id} toast={toast} id={id} onHide={hide} />;
  return (
    <ToastContext value={show}>
      {children}
      <div className={styles.region}>
        {/* Screen readers announce an alert when it appears, and what is added to a status that is there. */}
        {toasts
          .filter((toast) => toast.isFailure)
          .map((toast) => (
            <div key={toast.id} role="alert">
              {card(toast)}
            </div>
          ))}
        <div className={styles.stack} role="status" aria-atomic="false">
          {toasts.filter((toast) => !toast.isFailure).map(card)}
        </div>
      </div>
    </ToastContext>
  );
}

/** It stays while the pointer or the keyboard focus is on it. */
function ToastCard({ toast: { text, isFailure = false, action }, id, onHide }: { toast: Toast; id: number; onHide: (id: number) => void }) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const hide = useCallback(() => onHide(id), [onHide, id]);
  useEffect(() => {
    if (hovered || focused) {
      return undefined;
    }

    const timer = setTimeout(hide, lasts);
    return () => clearTimeout(timer);
  }, [hovered, focused, hide]);
  return (
    <div
      className={styles.toast}
      data-failure={isFailure}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <span>{text}</span>
      {action && (
        <Button
          className={styles.action}
          onPress={() => {
            hide();
            action.run();
          }}
        >
          {action.name}
        </Button>
      )}
      <IconButton label={words.state.dismiss} onPress={hide}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
