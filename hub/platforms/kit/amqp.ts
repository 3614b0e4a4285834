/** AMQP 1.0, as a platform wishes it: where its messages lie, and who we are there. */

export type AmqpWish = {
  host: string;
  port: number;
  tls: boolean;
  /** PEM of the authority that signed its certificate; public ones unless given. */
  ca?: string;
  username: string;
  password: string;
  /** The queue or address that messages are taken from. */
  source: string;
  /** What the `open` frame calls the host, where it is not the host's own name. */
  vhost?: string;
  /** Names of properties that are stored with the body (`envelope.ts`), where the platform puts facts there. */
  tells?: readonly string[];
};

/** As an address is written, of the settings that say where it lies. */
export function amqpAddress({ host, port = 5671, transport = "tls" }: Address): string {
  return `${transport === "tls" ? "amqps" : "amqp"}://${host}:${port}`;
}

type Address = { host?: string; port?: number; transport?: "tls" | "plain" };
