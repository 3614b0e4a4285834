/** What can be said about a device now; unknown is grey and dashed, green is only "just heard". */
import {
  CheckCircleFilled,
  ClockCircleOutlined,
  QuestionCircleOutlined,
  ToolFilled,
  UserDeleteOutlined,
} from "@ant-design/icons";
import { useSpeech } from "../i18n/language.tsx";
import type { Standing } from "../order/standing.ts";

const icons = {
  verified: CheckCircleFilled,
  stale: ClockCircleOutlined,
  fault: ToolFilled,
  unknown: QuestionCircleOutlined,
  unregistered: UserDeleteOutlined,
};

export function StandingMark({ standing }: { standing: Standing }) {
  const { t } = useSpeech();
  const Icon = icons[standing];
  return (
    <span className={`mark mark-${standing}`}>
      <Icon aria-hidden />
      {t.standing[standing]}
    </span>
  );
}
