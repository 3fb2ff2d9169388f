import { RotateCcw } from 'lucide-react';
import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { words } from '../words';
import { ErrorBoundary } from './ErrorBoundary';
import { IconButton } from './IconButton';
import { Message } from './Message';
import { useToast } from './toasts';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/** React remembers that a part could not be loaded. So the next try is another part. */
const renewable = <P,>(load: Load<P>) => {
  const part = { current: lazy(load), renew: () => void (part.current = lazy(load)) };
  return part;
};

/**
 * A part of the page that is loaded when it is first shown. If that is not possible, as without a connection or after a deployment, or if
 * the part fails, only its place says so.
 * @param small Whether there is only space for a button there.
 */
export function lazily<P extends object>(load: Load<P>, { small = false } = {}) {
  const part = renewable(load);
  return function LazyPart({ fallback, ...props }: P & { fallback?: ReactNode }) {
    const [Part, setPart] = useState(() => part.current);
    const failed = (again: () => void) => {
      const retry = () => {
        setPart(() => part.current);
        again();
      };
      return small ? (
        <IconButton label={words.state.loadPart} onPress={retry}>
          <RotateCcw size={16} aria-hidden="true" />
        </IconButton>
      ) : (
        <Message
          title={words.state.error}
          action={words.state.retry}
          onAction={retry}
          other={words.state.reload}
          onOther={() => location.reload()}
        />
      );
    };
    return (
      <ErrorBoundary onError={part.renew} failed={failed}>
        <Suspense fallback={fallback}>
          <Part {...(props as P)} />
        </Suspense>
      </ErrorBoundary>
    );
  };
}

/** A dialog that is loaded when it is first opened. If that is not possible, a toast says so, and the dialog can be opened again. */
export function lazyDialog<P extends { onClose: () => void }>(load: Load<P>) {
  const part = renewable(load);
  return function LazyDialog(props: P) {
    const toast = useToast();
    const [Part] = useState(() => part.current);
    const fail = () => {
      part.renew();
      toast({ text: words.state.error, isFailure: true });
      props.onClose();
    };
    return (
      <ErrorBoundary onError={fail} failed={() => null}>
        <Suspense>
          <Part {...props} />
        </Suspense>
      </ErrorBoundary>
    );
  };
}
