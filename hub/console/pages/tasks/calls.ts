/** What the page of tasks asks of the hub. */
import type { TaskView } from "../../../http/views.ts";
import { request, type Which } from "../../api.ts";

export const calls = {
  tasks: (state: Which) => request<TaskView[]>("GET", `/tasks?state=${state}`),
  finish: (id: string, note: string) =>
    request<TaskView>("POST", `/tasks/${encodeURIComponent(id)}/done`, note === "" ? {} : { note }),
};
