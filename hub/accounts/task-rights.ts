/** Which right ends a task, by who has to do it: what its kind of work needs anyway. */
import type { Right } from "./rights.ts";

/** Operators' tasks are decisions on tickets, technicians' are about devices, administrators' about settings. */
export const taskRights = {
  operator: "review",
  technician: "registry",
  administrator: "rulebook",
} as const satisfies Record<string, Right>;
