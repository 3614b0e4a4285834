/** 督办: somebody above watches this case. */
import { EyeFilled } from "@ant-design/icons";
import { useSpeech } from "../i18n/language.tsx";

export function SupervisedMark() {
  const { t } = useSpeech();
  return (
    <span className="mark mark-supervised">
      <EyeFilled aria-hidden />
      {t.tickets.supervised}
    </span>
  );
}
