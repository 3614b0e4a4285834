/** Every gap: whose records, how many, measured when, why, and what to do about it. */
import { WarningOutlined } from "@ant-design/icons";
import { useState } from "react";
import type { LedgerGap } from "../../../http/views.ts";
import { useGateways } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useKnownDevice } from "../../known/use-known-device.ts";
import { Panel } from "../../parts/panel.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { Where } from "../../parts/where.tsx";
import { countText } from "../../words/count.ts";
import { gapTimes } from "../../words/gap-times.ts";
import { momentText } from "../../words/moment.ts";
import { usePointName } from "./use-point-name.ts";

type Props = { gaps: LedgerGap[]; more: boolean; inSpan: boolean };

const pageSize = 50;

export function GapList({ gaps, more, inSpan }: Props) {
  const { t, language } = useSpeech();
  const [shown, setShown] = useState(pageSize);
  const words = t.ledger;
  if (gaps.length === 0)
    return (
      <Quiet title={words.emptyTitle} calm>
        {inSpan ? words.emptySpanText : words.emptyText}
      </Quiet>
    );
  return (
    <Panel title={words.gaps}>
      <ul className="faults">
        {gaps.slice(0, shown).map((gap) => (
          <Gap key={`${gap.gateway} ${gap.lane} ${gap.epoch} ${gap.from} ${gap.device} ${gap.point}`} gap={gap} />
        ))}
      </ul>
      {gaps.length > shown && (
        <p className="list-foot dim">
          <span>{t.list.first(shown, gaps.length)}</span>
          <button type="button" className="link" onClick={() => setShown(shown + pageSize)}>
            {t.list.more}
          </button>
        </p>
      )}
      {more && <p className="list-foot dim">{words.gapsMore(countText(gaps.length, language))}</p>}
    </Panel>
  );
}

function Gap({ gap }: { gap: LedgerGap }) {
  const { t, language } = useSpeech();
  const words = t.ledger;
  const { what, cure } = words.why[gap.why];
  const count = countText(gap.count, language);
  return (
    <li className="fault">
      <WarningOutlined className="fault-icon" aria-hidden />
      <div className="fault-body">
        <GapPlace gap={gap} />
        <p>
          <b>{gap.lane === "alert" ? words.gapAlerts(count) : words.gap(count)}</b> ·{" "}
          {gapTimes(gap, now(), t, language)}
        </p>
        <p>{what}</p>
        <p>
          <b className="fault-cure">{words.cure}</b> {cure}
        </p>
        <p className="fine">
          {words.learnt(momentText(gap.at, now(), language))} · {words.offset(gap.epoch, countText(gap.from, language))}
        </p>
      </div>
    </li>
  );
}

function GapPlace({ gap }: { gap: LedgerGap }) {
  const { t, say } = useSpeech();
  const { gateway, device, point } = gap;
  const pointName = usePointName([gap]);
  const row = useKnownDevice({ gateway, device }).data;
  const owner = useGateways().data?.find((each) => each.id === gateway);
  if (device === undefined)
    return (
      <Where place={owner?.place ?? gateway} name={owner?.title ?? ""}>
        {t.ledger.unknownDevice}
      </Where>
    );
  const named = point === undefined ? "" : pointName(gateway, device, point);
  return row ? (
    <Where place={row.place} name={say(row.title)}>
      {named}
    </Where>
  ) : (
    <b>
      {device} {named}
    </b>
  );
}
