/** The acceptance records the gateway filed; each has a page to print. */
import { RightOutlined } from "@ant-design/icons";
import { Link } from "wouter";
import type { GatewayView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { ListFoot } from "../../parts/list-foot.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { useRecords } from "./queries.ts";
import { recordWords } from "./record/words.ts";

export function GatewayRecords({ gateway }: { gateway: GatewayView }) {
  const words = useWords(recordWords);
  const { language } = useSpeech();
  const query = useRecords(gateway.id);
  const { records } = query;
  if (query.error && !records) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!records) return <Waiting rows={3} />;
  if (records.length === 0) return <Quiet title={words.noRecords} />;
  return (
    <section className="panel">
      <ul className="device-alerts">
        {records.map((record) => (
          <li key={record.id}>
            <Link href={`/gateways/${encodeURIComponent(gateway.id)}/records/${encodeURIComponent(record.id)}`}>
              <span className="device-alert">
                <b>{momentText(record.at, now(), language, { seconds: false })}</b>
                <span>{record.technician.name}</span>
                <span>{words.recordDevices(record.devices.length)}</span>
                <span className={record.sound ? "dim" : "ledger-lossy"}>
                  {record.sound ? words.sound : words.unsound}
                </span>
              </span>
              <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      <ListFoot
        shown={records.length}
        total={query.total}
        busy={query.isFetchingNextPage}
        more={query.hasNextPage ? () => void query.fetchNextPage() : null}
      />
    </section>
  );
}
