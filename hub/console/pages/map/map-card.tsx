/** The chosen device: where it is first, then what is wrong with it, then where to go on. */
import { CloseOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { Link } from "wouter";
import type { MapView } from "../../../http/overview-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { CopyId } from "../../parts/copy-id.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import type { Thing } from "./things.ts";
import { mapWords } from "./words.ts";

type Props = { thing: Thing; gateways: MapView["gateways"]; onClose: () => void };

export function MapCard({ thing, gateways, onClose }: Props) {
  const words = useWords(mapWords);
  const { say } = useSpeech();
  const gateway = gateways.find((row) => row?.[0] === thing.gateway);
  const part = encodeURIComponent;
  return (
    <section className="panel map-card" aria-label={`${thing.place} ${say(thing.title)}`}>
      <header>
        <h2>{thing.place}</h2>
        <Button type="text" icon={<CloseOutlined aria-hidden />} onClick={onClose} aria-label={words.close} />
      </header>
      <p>{say(thing.title)}</p>
      <p className="marks">
        {thing.severity > 0 && <SeverityMark severity={thing.severity as 1 | 2 | 3 | 4} />}
        <span className={`mark map-mark-${thing.standing}`}>{words.standings[thing.standing]}</span>
        {gateway && gateway[3] !== "online" && <span className="mark mark-offline">{words.offline}</span>}
      </p>
      {thing.approximate && (
        <p className="fine">
          {words.approximate}：{words.approximateText}
        </p>
      )}
      <p className="map-links">
        {thing.ticket !== "" && (
          <Link href={`/tickets/${part(thing.ticket)}`} className="map-primary">
            {words.openTicket}
          </Link>
        )}
        <Link href={`/devices/${part(thing.gateway)}/${part(thing.device)}`}>{words.openDevice}</Link>
        <Link href={`/gateways/${part(thing.gateway)}`}>{words.openGateway}</Link>
      </p>
      <CopyId id={thing.key} />
    </section>
  );
}
