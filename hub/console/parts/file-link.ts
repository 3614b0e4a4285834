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

/** Whether its person has shown that it is them; who has not is asked. The account is read where they have, and nowhere else: reading it asks. */
export async function isThem(): Promise<boolean> {
  const refused = await client.get("/api/me").then(
    () => null,
    (error: unknown) => error,
  );
  return !(refused instanceof ApiError && refused.problem.code === "CONFIRM_REQUIRED");
}

/** Not where they said no. Of anything else that is wrong the file's own address tells. */
async function openFile(address: string, go: (address: string) => void): Promise<void> {
  if (await isThem()) go(address);
}

function goTo(address: string): void {
  location.assign(address);
}
