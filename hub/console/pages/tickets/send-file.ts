/** Sends one file to a ticket, telling how far it is. */
import { ApiError } from "../../client/api-error.ts";
import { type Answer, client } from "../../client/client.ts";
import type { Shrunk } from "./shrink.ts";

/** As the hub names what has arrived. */
export type Arrived = Answer<"POST", "/api/tickets/{id}/attachments">;
export type Sending = (percent: number) => void;
export type SendOutcome = { is: "there"; arrived: Arrived } | { is: "offline" | "refused" };

export async function sendFile(id: string, { blob: file, name }: Shrunk, told: Sending): Promise<SendOutcome> {
  try {
    const asked = { path: { id }, query: { name }, file, type: file.type };
    return { is: "there", arrived: await client.upload("/api/tickets/{id}/attachments", told, asked) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { is: error.offline || error.status >= 500 ? "offline" : "refused" };
  }
}
