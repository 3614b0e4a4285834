/** The direct door of the doors' bench: devices with a credential each, SenML over HTTPS by the hub's own certificate. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { GatewayId } from "../core/id.ts";
import { noChanges } from "../hub/changes.ts";
import { register } from "../hub/platforms/devices/register.ts";
import { hashOf } from "../hub/platforms/direct/credential.ts";
import { connectorFor, putDevice } from "../hub/platforms/direct/devices.ts";
import { loadModels } from "../hub/platforms/kit/models.ts";
import { openStore } from "../hub/store/open.ts";
import type { DoorLoad } from "./doors-child.ts";
import { type Place, root } from "./place.ts";

/** Who pushes, at which hub. */
export type DoorsWay = {
  connector: GatewayId;
  args: string[];
  makeStore(data: string): Promise<void>;
  load(port: number): Pick<DoorLoad, "url" | "credential">;
};

const connector = "direct" as GatewayId;
/** All have the same: what is looked up and compared is each one's own row. */
const credential = "ll_the-credential-of-the-bench";

export function directWay({ folder }: Place, devices: number): DoorsWay {
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const self = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", [...self, "-subj", "/CN=127.0.0.1", "-keyout", key, "-out", cert], { stdio: "ignore" });
  return {
    ...{ connector, args: ["--tls-cert", cert, "--tls-key", key], makeStore: (data) => makeStore(data, devices) },
    load: (port) => ({ url: `https://127.0.0.1:${port}/door/${connector}`, credential }),
  };
}

async function makeStore(data: string, devices: number): Promise<void> {
  const now = Date.now();
  const store = openStore(data, now);
  const models = loadModels(join(root, "hardware"));
  await store.transaction(async (tables) => {
    const row = await connectorFor(tables, { platform: "direct", title: "bench" }, models, noChanges(), {
      ...{ by: "bench", now },
    });
    for (let n = 0; n < devices; n++) {
      const foreign = `d${n}`;
      const about = { foreign, title: foreign, place: "花园坊", is: { model: "water-gauge" } };
      await putDevice(tables, row, about, models, noChanges(), now);
      const open = { usedAt: null, revokedAt: null, reason: null };
      await tables.credentials.put({
        id: foreign,
        connector,
        foreign,
        hash: hashOf(credential),
        by: "bench",
        at: now,
        ...open,
      });
    }
    // As a hub leaves it that ran before.
    await register(tables, row, models, noChanges(), now);
  });
  await store.close();
}
