/** The whole loop between processes: a cover is lifted, the district has the case, its result closes it; both sides paired by files alone. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeAlerts } from "../../core/alert-batch.ts";
import type { GatewayId } from "../../core/id.ts";
import { topics } from "../../core/topics.ts";
import { coverAt } from "../../test/kit/district-samples.ts";
import { pretendGateway, signInTo, startRig, statusOf } from "../../test/kit/quiet-hub.ts";
import { cover, event, registrationOf } from "../../test/kit/samples.ts";
import { startSandbox } from "../../test/kit/sandbox.ts";
import { tempFolder } from "../../test/kit/temp-folder.ts";
import { until } from "../../test/kit/until.ts";
import type { CaseLine } from "./case-port.ts";

test("hub and sandbox that start side by side are paired, and the district's result closes the case of a lifted cover", {
  timeout: 60_000,
}, async () => {
  const data = tempFolder();
  const hubCard = join(data, "district", "card.json");
  const sandbox = await startSandbox({ hubCard, args: ["--auto-result-after-s", "0"] });
  const hub = await startRig(data, { districtCard: join(sandbox.folder, "card.json") });
  const operator = await signInTo(hub, data);
  const id = "gw-1" as GatewayId;
  const gateway = await pretendGateway(hub.mqtt, id);
  await gateway.say(topics.status(id), statusOf());
  await gateway.say(topics.devices(id), registrationOf(id, { devices: [{ ...coverAt(3), id: cover }] }));
  await gateway.batch("alert", 0, encodeAlerts([event("raised", Date.now())]));
  const story = await until("the district's result", async () => {
    const { body } = await operator.ask("GET", "/api/tickets/ticket-1");
    const { story = [] } = body as { story?: { move: string; actor: string; reason?: string }[] };
    return story.some(({ move }) => move === "conclude") ? story : null;
  });
  expect(story.find(({ move }) => move === "conclude")).toMatchObject({
    ...{ actor: "district", reason: "区处置队：现场已处置完毕，恢复正常。" },
  });
  const lines = await until("the district to hear of the end", async () => {
    const known = (await sandbox.ask("GET", "/api/cases/ticket-1")) as { lines: CaseLine[] };
    return known.lines.some(({ move }) => move === "conclude") ? known.lines : null;
  });
  expect(lines.slice(0, 4).map(({ move }) => move)).toEqual(["report", "admit", "register", "dispatch"]);
  await until("the case to be archived", async () => {
    const { body } = await operator.ask("GET", "/api/tickets/ticket-1/story");
    const { state, story: told } = body as { state: string; story: { move: string }[] };
    return (
      state === "archived" &&
      told
        .slice(-3)
        .map(({ move }) => move)
        .join(" ") === "conclude feedback archive"
    );
  });
  expect(lines[0]?.about).toMatchObject({ title: { zh: "井盖被打开" }, device: "gw-1/cover-3" });
  await until("the device to be told", async () => {
    const { count } = (await sandbox.ask("GET", "/api/inventory")) as { count: number };
    return count === 1;
  });
});
