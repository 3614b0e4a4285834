/** A start that the disk stops leaves no port open: the process is to end. */
import { symlinkSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { quietHub } from "../../test/kit/quiet-hub.ts";

test("where the card cannot be written, the district's port is closed again", async () => {
  const { district, districtData } = await quietHub();
  symlinkSync("/dev/full", join(districtData, "district", "card.json.tmp"));
  const handle = () => undefined;
  await expect(district.start(handle as never)).rejects.toThrow(/^DISK_FAILED: .*card\.json/);
  const { hostname, port } = new URL(district.desk.card().url);
  const code = await new Promise<string>((done) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => done("open"));
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? ""));
  });
  expect(code).toBe("ECONNREFUSED");
});
