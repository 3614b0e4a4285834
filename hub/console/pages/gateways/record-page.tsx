/** One acceptance record (验收单) as it was signed, to read and to print. */
import { CheckCircleFilled, PrinterOutlined, WarningFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import { Link } from "wouter";
import { client } from "../../client/client.ts";
import { findRecord } from "../../client/find-record.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { isPicture, type ReadRecord, type RecordedDevice } from "../../order/record.ts";
import { CopyId } from "../../parts/copy-id.tsx";
import { Facts } from "../../parts/facts.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { valueText } from "../../words/value.ts";
import { recordWords } from "./record/words.ts";

export default function RecordPage({ gateway, id }: { gateway: string; id: string }) {
  const words = useWords(recordWords);
  const found = useQuery({
    queryKey: ["record", gateway, id],
    queryFn: () => findRecord(gateway, (each) => each.id === id),
  });
  const record = found.data;
  const back = { href: `/gateways/${encodeURIComponent(gateway)}?tab=records`, text: words.backToGateway };
  const print = (
    <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()} className="no-print">
      {words.print}
    </Button>
  );
  if (record)
    return (
      <Page title={words.recordTitle} back={back} lead={`${record.gateway.place} ${record.gateway.title}`} side={print}>
        <link rel="stylesheet" href="/assets/gateways.css" precedence="default" />
        <Sheet record={record} />
      </Page>
    );
  return (
    <Page title={words.recordTitle} back={back}>
      {record === null ? (
        <Quiet title={words.missing}>
          <p>{words.noRecordText}</p>
          <Link href={back.href}>{back.text}</Link>
        </Quiet>
      ) : found.error ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

function Sheet({ record }: { record: ReadRecord }) {
  const words = useWords(recordWords);
  const { language } = useSpeech();
  const Icon = record.sound ? CheckCircleFilled : WarningFilled;
  return (
    <article className="record">
      <p className={record.sound ? "record-sound" : "ledger-lossy"}>
        <Icon aria-hidden /> {record.sound ? words.sound : words.unsound}
      </p>
      {!record.isClockSure && <p className="dim">{words.clockUnsure}</p>}
      <p className="dim">
        {momentText(record.at, now(), language)} · {words.version} {record.version} · <CopyId id={record.id} />
      </p>
      {record.devices.map((device) => (
        <Device key={device.id} device={device} record={record.id} />
      ))}
      <div className="record-signs">
        <Sign title={words.technician} {...record.technician} />
        {record.witness && <Sign title={words.witness} {...record.witness} />}
      </div>
    </article>
  );
}

function Device({ device, record }: { device: RecordedDevice; record: string }) {
  const words = useWords(recordWords);
  const speech = useSpeech();
  const { say } = speech;
  const { proof, photo } = device;
  const proved = proof?.raisedAt == null ? words.proofNone : words.proofs[proof.how];
  const took = proof?.hubMs == null ? "" : ` · ${words.proofMs((proof.hubMs / 1000).toFixed(1))}`;
  return (
    <section className="panel">
      <h2>{say(device.title)}</h2>
      <p>{device.place}</p>
      <div className="record-device">
        <Facts
          facts={[
            { name: words.address, value: `${device.link} · ${device.address}` },
            { name: words.proof, value: `${proved}${took}${proof ? ` · ${proof.by}` : ""}` },
            {
              name: words.readings,
              value: device.readings
                .map(({ point, value }) => `${say(point.title)} ${valueText(value, point, speech)}`)
                .join("，"),
            },
          ]}
        />
        {photo && /^[0-9a-f]{64}$/.test(photo) && (
          <img
            src={client.address("/api/records/{id}/photos/{photo}", { path: { id: record, photo } })}
            alt={`${words.photo} ${say(device.title)}`}
            loading="lazy"
          />
        )}
      </div>
    </section>
  );
}

function Sign({ title, name, signature }: { title: string; name: string; signature: string }) {
  return (
    <figure>
      {isPicture(signature) && <img src={signature} alt="" />}
      <figcaption>
        {title} {name}
      </figcaption>
    </figure>
  );
}
