/** What the page of the inventory asks the hub. */
import type { Coverage } from "../../../http/coverage-views.ts";
import type { ImportView } from "../../../http/registry-views.ts";
import type { TaskView } from "../../../http/rulebook-views.ts";
import { request } from "../../api.ts";

export const inventoryCalls = {
  coverage: () => request<Coverage>("GET", "/district/coverage"),
  tasks: () => request<TaskView[]>("GET", "/tasks?limit=1000"),
  imports: () => request<ImportView[]>("GET", "/registry/imports"),
  tryFile: (file: File) => request<ImportView>("POST", `/registry/imports?name=${encodeURIComponent(file.name)}`, file),
  take: (id: string, which: "right" | "all") => request<ImportView>("POST", `/registry/imports/${id}/take`, { which }),
};
