import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueries } from './api/queries';
import { App } from './App';
import { ErrorBoundary } from './layout/ErrorBoundary';
import { ToastProvider } from './layout/toasts';
import { LiveProvider } from './live/LiveProvider';
import { SessionProvider } from './session/SessionProvider';
import './tokens.css';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <QueryClientProvider client={createQueries()}>
          <SessionProvider>
            <LiveProvider>
              <ToastProvider>
                <App />
              </ToastProvider>
            </LiveProvider>
          </SessionProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </StrictMode>,
  );
}
