/** How a connector is: an icon, a word and, where something is wrong, why. */
import {
  CheckCircleFilled,
  CheckCircleOutlined,
  ClockCircleOutlined,
  DisconnectOutlined,
  ExclamationCircleFilled,
  PauseCircleOutlined,
  QuestionCircleOutlined,
} from "@ant-design/icons";
import { useSeen } from "../../clock/use-seen.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { lineText } from "../../words/line-text.ts";
import type { ConnectorView } from "./calls.ts";
import { conditionOf } from "./condition.ts";
import { useLackText } from "./use-names.ts";
import { platformWords } from "./words.ts";

/** Green is only what was heard just now. */
const verifiedMs = 5 * 60_000;
const looks = {
  on: ["", CheckCircleOutlined],
  lacking: ["mark-yellow", ExclamationCircleFilled],
  down: ["mark-fault", DisconnectOutlined],
  silent: ["mark-stale", ClockCircleOutlined],
  new: ["mark-unknown", QuestionCircleOutlined],
  paused: ["", PauseCircleOutlined],
} as const;

/** `brief`: where the page says why. */
export function ConnectorMark({ connector, brief = false }: { connector: ConnectorView; brief?: boolean }) {
  const words = useWords(platformWords);
  const { language } = useSpeech();
  const lackText = useLackText(connector.platform);
  const told = useSeen((now) => {
    const isFresh = now - (connector.heardAt ?? 0) < verifiedMs;
    return `${conditionOf(connector, now)} ${isFresh}`;
  });
  const [condition, isFresh] = told.split(" ") as [keyof typeof looks, string];
  const isVerified = condition === "on" && isFresh === "true";
  const [look, Plain] = looks[condition];
  const Icon = isVerified ? CheckCircleFilled : Plain;
  const why =
    condition === "down"
      ? lineText(language, connector.line?.why ?? "")
      : condition === "lacking"
        ? connector.lacks.map(lackText).join(words.comma)
        : "";
  return (
    <span className="stack">
      <span className={`mark ${isVerified ? "mark-verified" : look}`}>
        <Icon aria-hidden />
        {words.conditions[condition]}
      </span>
      {why && !brief && <span className="dim platform-why">{why}</span>}
    </span>
  );
}
