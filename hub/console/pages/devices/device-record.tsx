/** How the device was accepted: who installed it, what it read, whether its alarm was tried, and whether the signature holds. */
import { CheckCircleFilled, WarningFilled } from "@ant-design/icons";
import { Link } from "wouter";
import type { DeviceView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { useRecordOf } from "./device/queries.ts";
import { deviceWords } from "./device/words.ts";

export function DeviceRecord({ device }: { device: DeviceView }) {
  const words = useWords(deviceWords);
  const { language } = useSpeech();
  const query = useRecordOf(device.gateway, device.id);
  const record = query.data;
  const body = () => {
    if (query.error && record === undefined) return <Failure error={query.error} retry={() => void query.refetch()} />;
    if (record === undefined) return <Waiting rows={2} />;
    if (record === null) return <p className="dim">{words.noRecord}</p>;
    const own = record.devices.find(({ id }) => id === device.id);
    const Icon = record.sound ? CheckCircleFilled : WarningFilled;
    return (
      <>
        <p className={record.sound ? "" : "ledger-lossy"}>
          <Icon aria-hidden /> {record.sound ? words.sound : words.unsound}
        </p>
        <p className="dim">
          {momentText(record.at, now(), language)} · {words.recordBy(record.technician.name)} ·{" "}
          {own?.proof?.raisedAt == null ? words.unproved : words.proved}
        </p>
        <Link
          href={`/gateways/${encodeURIComponent(device.gateway)}/records/${encodeURIComponent(record.id)}`}
          className="more-link"
        >
          {words.record}
        </Link>
      </>
    );
  };
  return <Panel title={words.record}>{body()}</Panel>;
}
