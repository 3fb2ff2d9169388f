import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
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

/** Shows a short message with an optional action for six seconds. */
export const useToast = () => use(ToastContext);

const lasts = 6000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hide = useCallback(() => setToast(null), []);
  const show = useCallback(
    (next: Toast) => {
      clearTimeout(timer.current);
      setToast(next);
      timer.current = setTimeout(hide, lasts);
    },
    [hide],
  );
  const { action } = toast ?? {};
  return (
    <ToastContext value={useMemo(() => show, [show])}>
      {children}
      <div className={styles.region} role={toast?.isFailure ? 'alert' : 'status'}>
        {toast && (
          <div
            className={styles.toast}
            data-failure={toast.isFailure ?? false}
            onPointerEnter={() => clearTimeout(timer.current)}
            onPointerLeave={() => (timer.current = setTimeout(hide, lasts))}
          >
            <span>{toast.text}</span>
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
            <IconButton label={words.state.close} onPress={hide}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </div>
        )}
      </div>
    </ToastContext>
  );
}
