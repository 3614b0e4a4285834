/** 已读: tells the hub that a ticket was opened; it keeps it where the reader is of the unit that has it. */
import { useEffect } from "react";
import { client } from "../client/client.ts";

export function useReceipt(id: string, isRead: boolean): void {
  useEffect(() => {
    // A receipt that got lost is given at the next look.
    if (isRead) void client.post("/api/tickets/{id}/seen", { path: { id } }).catch(() => undefined);
  }, [id, isRead]);
}
