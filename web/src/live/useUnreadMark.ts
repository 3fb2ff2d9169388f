import { useEffect } from 'react';
import { countText } from '../conversations/counts';
import { words } from '../words';

const icon = (mark: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="8" fill="#2f5bd8"/><path d="M8 10h16v10H15l-4 4v-4H8z" fill="#fff"/>
  <circle cx="22" cy="10" r="10" fill="#d92d20" stroke="#fff" stroke-width="1.5"/>
  <text x="22" y="15" text-anchor="middle" font-family="Arial, sans-serif" font-size="${mark.length > 1 ? 12 : 15}" font-weight="700"
    fill="#fff">${mark}</text>
</svg>`;

/** Shows the number of unread conversations in the title and the icon of the tab. */
export function useUnreadMark(unread: number): void {
  useEffect(() => {
    document.title = unread > 0 ? `(${countText(unread)}) ${words.product}` : words.product;
    const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
    if (link) {
      link.href = unread > 0 ? `data:image/svg+xml,${encodeURIComponent(icon(unread > 9 ? '9+' : String(unread)))}` : '/icon.svg';
    }
  }, [unread]);
}
