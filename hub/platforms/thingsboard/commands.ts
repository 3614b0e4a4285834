/** Commands over ThingsBoard: a remote procedure call that waits for the device's answer. */
import { Fault } from "../../../core/fault.ts";
import type { CarrierAnswer, CommandWay, HttpRequest } from "../kit/commands.ts";
import { wordsOf } from "../kit/commands.ts";
import { answerOf, given } from "../kit/json.ts";
import { meanings } from "../kit/steps.ts";
import type { Secrets, Settings } from "./settings.ts";
import { authorizationIn, json, signInOf } from "./sign-in.ts";

/** ThingsBoard waits so long for the device: less than we wait for ThingsBoard, not less than its own least. */
const timeout = 8000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const commands: CommandWay<typeof Settings, typeof Secrets> = {
  verbs: ["silence", "sample"],
  request(command, { foreign }, model, account) {
    const { server, ca } = account.settings;
    if (server === undefined)
      throw new Fault("COMMAND_INVALID", "the connector has no server: set it, then give the command again");
    if (!uuid.test(foreign))
      throw new Fault("COMMAND_INVALID", "its id at ThingsBoard is not known: let the rule chain push the deviceId");
    const words = wordsOf(model, command);
    if (!("service" in words))
      throw new Fault("COMMAND_INVALID", `"${model.model}" names no service, and ThingsBoard calls nothing else`);
    const body = JSON.stringify({ method: words.service, params: words.params, timeout });
    const signIn = signInOf(account);
    if (signIn === null)
      throw new Fault("COMMAND_INVALID", "neither an API key nor a name with its password is entered");
    const call = (authorization: string): HttpRequest => ({
      ...{ kind: "http", method: "POST", url: `${server}/api/rpc/twoway/${foreign}`, body },
      headers: { ...json, "x-authorization": authorization },
      ...given("ca", ca),
    });
    if (typeof signIn === "string") return call(signIn);
    return { kind: "http", ...signIn, next: (answer) => call(tokenIn(answer)) };
  },
  answered,
};

function tokenIn({ status, body }: { status: number; body: Uint8Array }): string {
  const authorization = status < 300 ? authorizationIn(answerOf(body)) : null;
  if (authorization === null)
    throw new Fault("COMMAND_UNCARRIED", `ThingsBoard refused name and password (HTTP ${status})`);
  return authorization;
}

/** [ThingsBoard, Command & Control, two-way] The body is the device's own answer; 409: it is not connected. */
function answered({ status, body }: { status: number; body: Uint8Array }): CarrierAnswer {
  const text = Buffer.from(body).toString("utf8");
  if (status === 409) return { step: "failed", result: meanings.failed.end("the device is not connected there") };
  if (status >= 300)
    return { step: "failed", result: meanings.failed.end(`HTTP ${status} ${answerOf(body).message ?? text}`.trim()) };
  const said = answerOf(body);
  return { step: "done", result: meanings.done.end(Object.keys(said).length > 0 ? said : text) };
}
