/** What a platform's functions know of a connector: its settings and its secrets. */
import type { Static, TSchema } from "typebox";

/** One account of the platform, as somebody set it up. */
export type Connector<Settings extends TSchema = TSchema, Secrets extends TSchema = TSchema> = {
  id: string;
  settings: Static<Settings>;
  secrets: Static<Secrets>;
};
