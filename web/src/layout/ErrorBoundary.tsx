import { Component, type ReactNode } from 'react';
import { words } from '../words';
import { Message } from './Message';

interface ErrorBoundaryProps {
  children: ReactNode;
  /** Shown instead of the message that the page failed. */
  failed?: (retry: () => void) => ReactNode;
  onError?: () => void;
}

/** Shown if rendering fails. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch() {
    this.props.onError?.();
  }

  override render() {
    return !this.state.failed ? (
      this.props.children
    ) : this.props.failed ? (
      this.props.failed(() => this.setState({ failed: false }))
    ) : (
      <Message title={words.state.fault} action={words.state.reload} onAction={() => location.reload()} />
    );
  }
}
