import { Component, type ReactNode } from 'react';
import { words } from '../words';
import { Message } from './Message';

/** Shown if rendering fails. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? (
      <Message title={words.state.fault} action={words.state.reload} onAction={() => location.reload()} />
    ) : (
      this.props.children
    );
  }
}
