/** Sends what a person did, and says where it was done what became of it. */
import { sayFault, state, t, tell } from "./state.ts";

/** Sends and redraws; what went wrong is said where it was done. `failed` hears of it too. */
export function post(
  path: string,
  body: unknown,
  where: string,
  done: (answer: unknown) => void,
  failed: () => void = () => undefined,
): void {
  const isFile = body instanceof Blob;
  tell(where, t().working, "calm");
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
          state.told[where] = null;
          done(answer);
          state.draw();
          return;
        }
        // The form to sign in by comes up; what was typed is kept.
        if (answer.code === "SIGN_IN_REQUIRED") state.me = null;
        tell(where, sayFault(answer.code, String(answer.detail)), "bad");
        failed();
      },
      () => {
        tell(where, sayFault("LOST"), "bad");
        failed();
      },
    );
}
