/** A hub that a test kills and that goes on from its folder: on the same door, each time as another process. */

import { freePort } from "./commands.ts";
import { startHub } from "./hub.ts";
import type { Api } from "./operator.ts";

export type MortalHub = {
  /** Of the process that runs now. */
  api(): Api;
  /** Where platforms push to. */
  door: string;
  /** SIGKILL, and the next start. */
  dies(): Promise<void>;
};

export async function startMortalHub(data: string): Promise<MortalHub> {
  const port = await freePort();
  const args = ["--door-port", String(port)];
  let hub = await startHub(data, args);
  return {
    api: () => hub.api,
    door: `http://127.0.0.1:${port}/door`,
    async dies() {
      await hub.kill("SIGKILL");
      hub = await startHub(data, args);
    },
  };
}
