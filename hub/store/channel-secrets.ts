/** Keys and passwords of channels: written by people, read by who sends, shown to nobody. */

export type ChannelSecrets = {
  of(channel: string): Promise<Record<string, string>>;
  /** Null forgets it. */
  put(channel: string, name: string, value: string | null): Promise<void>;
};
