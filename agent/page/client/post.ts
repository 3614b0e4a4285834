/** Sends what a person did, and says where it was done what became of it. */
import { state, t } from "./state.ts";

/** Sends and redraws; what went wrong is said where it was done. */
export function post(path: string, body: unknown, where: string, done: (answer: unknown) => void): void {
  const isFile = body instanceof Blob;
  state.opened[`say ${where}`] = t().working;
  state.draw();
  fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": isFile ? "application/octet-stream" : "application/json" },
    body: isFile ? (body as Blob) : JSON.stringify(body),
  })
    .then((response) => response.json().then((answer) => ({ ok: response.ok, answer })))
    .then(
      ({ ok, answer }) => {
        if (ok) {
          state.opened[`say ${where}`] = "";
          done(answer);
        } else {
          if (answer.code === "SIGN_IN_REQUIRED") state.me = null;
          const speak = t().errors[answer.code];
          state.opened[`say ${where}`] = speak ? speak(answer.detail) : t().failed(answer.detail);
        }
        state.draw();
      },
      () => {
        state.opened[`say ${where}`] = (t().errors.LOST as (detail: string) => string)("");
        state.draw();
      },
    );
}
