/** A link out of the console to what only its person may have, as a file of many persons: where the password was not given yet, it is asked for before the browser goes. */
import type { MouseEvent } from "react";
import { ApiError } from "../client/api-error.ts";
import { client } from "../client/client.ts";

/** What an anchor, or a button that is one, needs. */
export function fileLink(href: string, go: (address: string) => void = goTo) {
  return {
    href,
    onClick(event: Pick<MouseEvent, "preventDefault">): Promise<void> {
      event.preventDefault();
      return openFile(href, go);
    },
  };
}

/** The account is read where the person has shown that it is them, and nowhere else: reading it asks. */
async function openFile(address: string, go: (address: string) => void): Promise<void> {
  const refused = await client.get("/api/me").then(
    () => null,
    (error: unknown) => error,
  );
  // They said no. Of anything else that is wrong the file's own address tells.
  if (refused instanceof ApiError && refused.problem.code === "CONFIRM_REQUIRED") return;
  go(address);
}

function goTo(address: string): void {
  location.assign(address);
}
