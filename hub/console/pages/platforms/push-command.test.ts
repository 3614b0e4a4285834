/** The command somebody pastes to try a webhook. */
import { expect, test } from "vitest";
import { pushCommand } from "./push-command.ts";

const url = "http://hub:8085/door/w";

test.each([
  ["header", {}, "X-Lilong-Token", "-H 'X-Lilong-Token: s3'"],
  ["header", { header: "X-Own" }, "X-Own", "-H 'X-Own: s3'"],
  ["hmac", {}, "X-Signature", "openssl dgst -sha256 -hmac 's3' -r"],
  ["basic", {}, null, "-u 'lilong:s3'"],
] as const)("shows the proof %s %j", (proof, more, header, part) => {
  const made = pushCommand(url, { proof, ...more }, "s3");
  expect(made.header).toBe(header);
  expect(made.command).toContain(part);
  expect(made.command).toContain(`-X POST '${url}'`);
});
