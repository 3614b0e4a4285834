/** What a broker refuses, as a sentence with its cure. */
import { Fault } from "../../../../core/fault.ts";
import { errorOf, type ServerError } from "./command.ts";

/** By the names of `ServerError`. */
export const sentences: Readonly<Record<string, string | undefined>> = {
  AuthenticationError: "the broker does not accept the token: enter the one that is valid now",
  AuthorizationError: "the token may not read this topic: compare tenant and topic, or have it allowed there",
  TopicNotFound: "there is no such topic: compare tenant and topic",
  InvalidTopicName: "this can be no topic's name: compare tenant and topic",
  SubscriptionNotFound: "there is no such subscription: enter another",
  ConsumerBusy: "somebody holds the subscription for himself alone: enter another, or end him",
  ServiceNotReady: "the broker is not ready",
  TooManyRequests: "the broker has too much to do",
};

/** Long answers hold a whole stack. */
const mostWhy = 300;

export function failureOf({ error, message = "" }: ServerError, what: string): Fault {
  const name = error === undefined ? "no reason" : errorOf(error);
  const said = `${name}${message === "" ? "" : `: ${message.split("\n")[0]}`}`.slice(0, mostWhy);
  return new Fault("LINE_DOWN", `${what}: ${sentences[name] ?? "the broker refused it"} (${said})`);
}
