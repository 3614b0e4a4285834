/** One fault: where, what, what to do, how often; the technical detail small below. */
import { ToolFilled } from "@ant-design/icons";
import type { FaultView } from "../../http/views.ts";
import { wordsFor } from "../i18n/fault-words.ts";
import { useSpeech } from "../i18n/language.tsx";
import { usePresence } from "../known/use-presence.ts";
import { faultDetail } from "../words/fault-detail.ts";
import { Age } from "./age.tsx";
import { FaultTitle } from "./fault-title.tsx";
import { PresenceMark } from "./presence-mark.tsx";

export function FaultCard({ fault }: { fault: FaultView }) {
  const { t, say, language } = useSpeech();
  const presence = usePresence([fault])(fault);
  const words = wordsFor(fault.code);
  return (
    <li className={`fault fault-${presence}`}>
      <ToolFilled className="fault-icon" aria-hidden />
      <div className="fault-body">
        <FaultTitle fault={fault} />
        <p>
          <b className="fault-cure">{t.faults.cure}</b> {words ? say(words.cure) : fault.cure}
        </p>
        <p className="fine">
          <code>{fault.code}</code> {faultDetail(fault, language)}
        </p>
      </div>
      <p className="fault-when dim">
        <PresenceMark presence={presence} />
        <Age at={fault.at} />
        {fault.count > 1 && <span>{t.faults.count(fault.count)}</span>}
      </p>
    </li>
  );
}
