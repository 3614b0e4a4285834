/** An answer that is not 2xx, or none at all: what the hub said went wrong and what to do. */
import type { Problem as Whole } from "../../http/views.ts";
import type { ConsoleFault } from "../i18n/fault-words.ts";

/** What is shown of it. */
export type Problem = Pick<Whole, "code" | "detail" | "cure" | "request">;

export class ApiError extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }

  /** No answer came from the hub. */
  get offline(): boolean {
    return this.problem.code === ("CONSOLE_OFFLINE" satisfies ConsoleFault);
  }

  static local(code: ConsoleFault, status: number, detail: string): ApiError {
    return new ApiError(status, { code, detail, cure: "", request: "" });
  }
}
