/** Who sits at the desk when people are called together sees the call over everything else too; it is loaded when somebody calls. */
import { lazy, Suspense } from "react";
import type { Me } from "../../../http/views.ts";
import { useCalls } from "./joint-calls.ts";

const DeskJointCall = lazy(() => import("./desk-joint-call.tsx"));

export function DeskCall({ me }: { me: Me }) {
  if (useCalls(me).length === 0) return null;
  return (
    <Suspense fallback={null}>
      <DeskJointCall me={me} />
    </Suspense>
  );
}
