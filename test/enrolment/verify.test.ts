/** A record held against the gateway's certificate and the hub's authority, which signed that. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { enrol } from "../../agent/enrolment/enrolled.ts";
import { type AcceptanceRecord, signRecord } from "../../agent/installation/record.ts";
import { runVerify } from "../../agent/installation/verify.ts";
import { startHub } from "../../hub/main.ts";
import { settingsFor, signInTo, silent } from "../kit/quiet-hub.ts";
import { tempFolder } from "../kit/temp-folder.ts";

const content = { record: 1, id: "r", gateway: { id: "gw-1", title: "网关" }, at: 1_790_000_000_000, devices: [] };

/** Gateways of a hub, each with its files. */
async function gatewaysOf(names: readonly string[]) {
  const data = tempFolder();
  const hub = await startHub(settingsFor(data), silent, () => Date.now());
  onTestFinished(() => hub.close());
  const operator = await signInTo(hub, data);
  const all = [];
  for (const gateway of names) {
    const { body } = await operator.ask("POST", "/api/enrolments", { gateway });
    const folder = tempFolder();
    const { key, certificate, ca } = await enrol(
      folder,
      { hub: hub.http, code: (body as { code: string }).code },
      () => undefined,
    );
    const keep = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const record = JSON.stringify(signRecord(content as unknown as AcceptanceRecord, key));
    all.push({
      path: keep("record.json", record),
      certificate: keep("gateway.pem", certificate),
      ca: keep("hub.pem", ca),
    });
  }
  return all;
}

it("is valid with its gateway's certificate alone, and that only with its hub's authority", async () => {
  const [own, neighbour] = await gatewaysOf(["gw-1", "gw-2"]);
  const [stranger] = await gatewaysOf(["gw-1"]);
  if (own === undefined || neighbour === undefined || stranger === undefined) throw new Error("three gateways");
  const verify = (certificate: string, ca: string) => runVerify({ path: own.path, key: "", certificate, ca });
  for (const ca of ["", own.ca, neighbour.ca])
    expect(await verify(own.certificate, ca)).toMatchObject({
      isSound: true,
      text: expect.stringContaining(": valid, signed by the key that was named\n"),
    });
  expect(await verify(neighbour.certificate, own.ca)).toMatchObject({
    isSound: false,
    text: expect.stringContaining("NOT VALID, it is not the key of this certificate"),
  });
  expect(await verify(own.certificate, stranger.ca)).toMatchObject({
    isSound: false,
    text: expect.stringContaining("NOT VALID, this authority did not sign the certificate"),
  });
  await expect(verify(own.path, "")).rejects.toThrow(/^INPUT_INVALID: --certificate .* is no certificate/);
  await expect(verify("", own.ca)).rejects.toThrow(/^INPUT_INVALID: --ca needs --certificate/);
});
