/** The views that the typed client knows by name. */
import * as point from "../../core/point.ts";
import * as flows from "../flows/views.ts";
import type { Named } from "./client-types.ts";
import * as direct from "./direct-views.ts";
import * as notify from "./notify-views.ts";
import { modern } from "./openapi.ts";
import * as views from "./views.ts";

/** What others are made of comes before them. */
export const namedViews: readonly Named[] = [
  { name: "Bilingual", schema: point.Bilingual, from: "../../../core/point.ts" },
  ...named({ Latest: views.Latest }, "../../http/views.ts"),
  ...named(notify, "../../http/notify-views.ts"),
  ...named(direct, "../../http/direct-views.ts"),
  ...named(flows, "../../flows/views.ts"),
  ...named(views, "../../http/views.ts"),
];

function named(module: Record<string, unknown>, from: string): Named[] {
  return Object.entries(module)
    .filter(([name, part]) => /^[A-Z]/.test(name) && (part as { type?: string }).type === "object")
    .map(([name, part]) => ({ name, schema: modern(part), from }));
}
