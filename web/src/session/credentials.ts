/** How somebody is signed in. */
export interface Credentials {
  /** Who it is; the page of another user starts anew. */
  readonly user: string;
  /** A token for the next request, renewed where it ends soon. */
  readonly accessToken: () => Promise<string>;
  /** Forgets who was signed in. */
  readonly forget: () => Promise<void>;
  /** Ends the session at the issuer as well, which may leave the page. */
  readonly signOut: () => Promise<void>;
}
