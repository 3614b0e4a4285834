/** The joint actions that wait for this person's answer. */
import type { JointView, Me } from "../../../http/views.ts";
import { useJoints } from "./queries.ts";

export function useCalls(me: Me): JointView[] {
  return (useJoints().data ?? []).filter((joint) => isFor(joint, me));
}

export function isFor({ state, people, by }: JointView, me: Pick<Me, "name">): boolean {
  const own = people.find(({ account }) => account === me.name);
  return state === "open" && own?.isCalled === true && own.answer === undefined && by.account !== me.name;
}
