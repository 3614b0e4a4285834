/** A file at another place: asked first, then fetched; not fetched where they say no. */
import { afterEach, expect, test, vi } from "vitest";
import { isConfirmAsked, listenForConfirm, settleConfirm } from "../client/confirm.ts";
import { fileLink } from "./file-link.ts";

afterEach(() => void vi.unstubAllGlobals());

const refused = JSON.stringify({ code: "CONFIRM_REQUIRED", detail: "", cure: "", request: "" });

/** Clicks at the link; `says`: whether it is them. Answers where the browser went. */
async function click(status: number, says: boolean): Promise<string[]> {
  let now = status;
  vi.stubGlobal("fetch", async () => new Response(now === 403 ? refused : "{}", { status: now }));
  const stop = listenForConfirm(() => {
    if (!isConfirmAsked()) return;
    if (says) now = 200;
    settleConfirm(says);
  });
  const went: string[] = [];
  await fileLink("/api/scores.xlsx", (address) => void went.push(address)).onClick({ preventDefault: () => undefined });
  stop();
  return went;
}

test.each([
  ["goes at once where the person is known", 200, false, ["/api/scores.xlsx"]],
  ["goes once they have shown that it is them", 403, true, ["/api/scores.xlsx"]],
  ["goes nowhere when they say no", 403, false, []],
  ["goes and lets the hub say what is wrong otherwise", 500, false, ["/api/scores.xlsx"]],
])("%s", async (_what, status, says, went) => {
  expect(await click(status, says)).toEqual(went);
});
