/** What is used of `EventSource`. */
export type Source = {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(name: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
  /** It may be dead without knowing it: whoever shares it begins again too. */
  doubt?(): void;
};
