/** Whether the hub is there, and the document that describes its API. */
import Type from "typebox";
import { Fault } from "../../../core/fault.ts";
import type { Routes } from "../app.ts";
import { diskTrial } from "../disk.ts";
import { answers } from "../schema.ts";
import { HealthView } from "../views.ts";

export const healthRoutes: Routes = (app, { store, platforms, lineIsUp, version }) => {
  const tryDisk = diskTrial(store);
  app.get(
    "/api/health",
    {
      config: { access: "open" },
      schema: answers("readHealth", "Whether the hub is there and its disk takes what is written", HealthView),
    },
    async () => {
      const failing = platforms.intake.failing();
      if (failing !== null) throw new Fault("DISK_FAILED", `no message was taken: ${failing}`);
      await tryDisk();
      return { state: "ok" as const, version, line: lineIsUp() ? ("up" as const) : ("down" as const) };
    },
  );

  app.get(
    "/api/openapi.json",
    {
      config: { access: "open" },
      schema: answers("readDescription", "This document", Type.Unknown({ description: "OpenAPI 3.1" })),
    },
    async () => app.swagger(),
  );
};
