/** Has the whole machine restarted by systemd, which ends the agent as it ends everything else. */
import { execFile } from "node:child_process";
import { Fault } from "../../core/fault.ts";

/** [shutdown(8)] `+1` is the least that is planned and can fail with a word: the result reaches the hub before the minute is over. */
const command = ["-r", "+1", "lilong-agent: asked for by the hub"];
const patienceMs = 10_000;

/** Resolves once the restart is planned. Throws `RESTART_REFUSED` with the reason. */
export function restartMachine(): Promise<{ inS: number }> {
  return new Promise((done, failed) => {
    execFile("shutdown", command, { timeout: patienceMs }, (error, _said, complained) => {
      if (error === null) done({ inS: 60 });
      else failed(new Fault("RESTART_REFUSED", complained.trim() || error.message, { cause: error }));
    });
  });
}
