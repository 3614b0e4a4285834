/** One fault: where, what, what to do, how often; the technical detail small below. */
import { ToolFilled } from "@ant-design/icons";
import type { FaultView } from "../../http/views.ts";
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech } from "../i18n/language.tsx";
import { Age } from "./age.tsx";
import { FaultTitle } from "./fault-title.tsx";

export function FaultCard({ fault }: { fault: FaultView }) {
  const { t, say } = useSpeech();
  const words = wordsFor(fault.code);
  return (
    <li className="fault">
      <ToolFilled className="fault-icon" aria-hidden />
      <div className="fault-body">
        <FaultTitle fault={fault} />
        <p>
          <b className="fault-cure">{t.faults.cure}</b> {words ? say(words.cure) : fault.cure}
        </p>
        <p className="fine">
          <code>{fault.code}</code> {fault.detail}
        </p>
      </div>
      <p className="fault-when dim">
        <Age at={fault.at} />
        {fault.count > 1 && <span>{t.faults.count(fault.count)}</span>}
      </p>
    </li>
  );
}
