/** The credentials of a signed-in user. */
export interface Credentials {
  /** The user's id. The page starts anew for another user. */
  readonly user: string;
  /** A token for the next request, renewed if it expires soon. */
  readonly accessToken: () => Promise<string>;
  /** Removes the credentials. */
  readonly forget: () => Promise<void>;
  /** Also ends the session at the issuer, which may leave the page. */
  readonly signOut: () => Promise<void>;
}
