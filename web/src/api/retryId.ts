/** The id of something that the client creates. A retry of the same content keeps it, so that nothing is created twice. */
export class RetryId {
  #last: { readonly content: string; readonly id: string } | null = null;

  of(content: string): string {
    this.#last = this.#last?.content === content ? this.#last : { content, id: crypto.randomUUID() };
    return this.#last.id;
  }

  /** After it was created: the same content is something new from now on. */
  forget(): void {
    this.#last = null;
  }
}
