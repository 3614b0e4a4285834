/** Keys and passwords of channels and connectors: written by people, read by who sends, shown to nobody, sealed on disk. */

export type ChannelSecrets = {
  /** Without those that the key beside the database does not open. */
  of(channel: string): Promise<Record<string, string>>;
  /** Null forgets it. */
  put(channel: string, name: string, value: string | null): Promise<void>;
  /** Channels with a secret that does not open: the key is gone or another one. */
  lost(): Promise<string[]>;
};
