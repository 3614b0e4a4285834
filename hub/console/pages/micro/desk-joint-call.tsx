/** The full-screen call with what it needs around it, away from the micro-platform. */
import type { Me } from "../../../http/views.ts";
import { JointCall } from "./joint-call.tsx";
import { OutboxProvider } from "./outbox-context.tsx";

export default function DeskJointCall({ me }: { me: Me }) {
  return (
    <OutboxProvider account={me.name}>
      <link rel="stylesheet" href="/assets/micro.css" precedence="default" />
      <JointCall me={me} />
    </OutboxProvider>
  );
}
