/** A store that fails at the start keeps the devices as they stand, and ends nothing. */
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { Fault } from "../../../core/fault.ts";
import { freshStore } from "../../../test/kit/fresh-store.ts";
import { allModels } from "../../../test/kit/quiet-hub.ts";
import { registerAgain } from "./register.ts";

test("where the connectors cannot be read it is logged, and the hub goes on", async () => {
  const store = await freshStore(0);
  onTestFinished(() => store.close());
  const codes: string[] = [];
  await registerAgain({
    store: { ...store, read: () => Promise.reject(new Fault("DISK_FAILED", "it could not be read")) },
    ...{ models: allModels(), tell: () => {}, clock: () => 0 },
    log: pino({}, { write: (line) => void codes.push(JSON.parse(line).err.code) }),
  });
  expect(codes).toEqual(["DISK_FAILED"]);
});
