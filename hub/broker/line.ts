/** The line to the gateways: what the hub needs of a broker, its own or another's. */

/** Takes one message; resolves when there is room for the next. */
export type Deliver = (topic: string, body: Uint8Array) => Promise<void>;

/** Every implementation passes `contract.test.ts`. */
export type Line = {
  /**
   * Begins to deliver what gateways publish. A body larger than `largestBody` arrives cut, but still larger than it.
   * `whenUp` is called each time the hub can be heard: here the gateways' state may have been missed.
   * Throws `PORT_TAKEN` or `SETTING_INVALID`; a broker that cannot be reached is tried for ever instead.
   */
  open(deliver: Deliver, whenUp: () => void): Promise<void>;
  /**
   * Sends to whoever listens. While the line is down nothing is sent and nothing is kept: whatever the hub says, it says
   * again when a gateway comes online.
   */
  publish(topic: string, body: string | Uint8Array, options?: { retain: boolean }): void;
  isUp(): boolean;
  /** Where gateways connect, without secrets; known once open. */
  address(): string;
  /** Where enrolled gateways connect; null where another broker has the line. */
  secureAddress(): string | null;
  /** Ends the connection of this gateway, or of the device that is this user, if it has one here. */
  shutOut(client: string): void;
  /** Sends what was published last, if it can be sent at once, then ends. */
  close(): Promise<void>;
};
