/** Sends one file to a ticket, telling how far it is; `fetch` cannot tell that. */
import type { Shrunk } from "./shrink.ts";

/** As the hub names what has arrived. */
export type Arrived = { id: string; name: string; type: string; size: number };
export type Sending = (percent: number) => void;
export type SendOutcome = { is: "there"; arrived: Arrived } | { is: "offline" | "refused" };

export function sendFile(ticket: string, { blob, name }: Shrunk, told: Sending): Promise<SendOutcome> {
  return new Promise((resolve) => {
    const ask = new XMLHttpRequest();
    ask.open("POST", `/api/tickets/${encodeURIComponent(ticket)}/attachments?${new URLSearchParams({ name })}`);
    ask.setRequestHeader("content-type", blob.type);
    ask.upload.onprogress = ({ loaded, total }) => told(Math.floor((loaded * 100) / Math.max(total, 1)));
    ask.onerror = () => resolve({ is: "offline" });
    ask.onload = () => resolve(outcomeOf(ask.status, ask.responseText));
    ask.send(blob);
  });
}

function outcomeOf(status: number, text: string): SendOutcome {
  if (status === 200) return { is: "there", arrived: JSON.parse(text) as Arrived };
  return { is: status >= 500 ? "offline" : "refused" };
}
