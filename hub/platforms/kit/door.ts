/** A request at the door, and its answer, whatever HTTP library carries them. */

export type DoorRequest = {
  method: "GET" | "POST" | "PUT";
  /** Below the connector's own address: "" or "/…". */
  path: string;
  query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  /** As it came. */
  body: Uint8Array;
};

export type DoorAnswer = { status: number; type?: string; body: string };
