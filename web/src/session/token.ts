const key = 'zuperconnect.token';

/** The token lives as long as the tab: a copied tab has it too, another browser window signs in by itself. */
export const token = {
  read: (): string | null => sessionStorage.getItem(key),
  keep: (value: string): void => sessionStorage.setItem(key, value),
  forget: (): void => sessionStorage.removeItem(key),
};
