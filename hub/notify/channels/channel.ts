/** What every channel can do: take one message, and say what became of it. */
import type { Severity } from "../../../core/rule.ts";
import type { Channel, ChannelKindName, Person } from "../../rulebook/channels.ts";

/** One thing that is told, for readers that are machines. */
export type MessageItem = {
  id: string;
  severity: Severity;
  line: string;
  at: number;
  ticket: string | null;
  alert: string | null;
};

export type Message = {
  /** Names it, however often it is sent. */
  id: string;
  /** One line, place first. */
  subject: string;
  /** All of it; the channel cuts what is too long for it. */
  text: string;
  severity: Severity;
  /** Who is meant by name. */
  people: Person[];
  items: MessageItem[];
};

/** `restMs`: nothing more should be sent for so long. `isDown`: no other message would get through either. */
export type Answer =
  | { state: "done" }
  | { state: "later"; error: string; restMs?: number; isDown?: true }
  | { state: "refused"; error: string };

export type SendTime = {
  /** Wall clock, ms since 1970. */
  now: number;
  signal: AbortSignal;
};

export type ChannelKind<Settings extends Channel = Channel> = {
  /** The secrets it cannot do without. */
  secrets(settings: Settings): readonly string[];
  /** Messages in any minute; null where the channel sets no limit. */
  perMinute: number | null;
  /** Whether the text goes out whole. */
  fits(settings: Settings, text: string): boolean;
  /** Where it reaches this person; null where it speaks to a whole group. */
  addressOf: ((person: Person) => string | undefined) | null;
  /** Sends once. What it throws is a reason to try later. */
  send(settings: Settings, secrets: Record<string, string>, message: Message, time: SendTime): Promise<Answer>;
};

export type ChannelKinds = { [Name in ChannelKindName]: ChannelKind<Extract<Channel, { kind: Name }>> };
