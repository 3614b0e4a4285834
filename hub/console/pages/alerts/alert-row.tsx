/** One alert of the list: at the desk a row, on the phone a card; chosen, opened and acted on where it stands. */
import { BranchesOutlined, DownOutlined, UpOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import type { MouseEvent } from "react";
import { Link } from "wouter";
import type { AlertView } from "../../../http/views.ts";
import { useNames } from "../../called/use-names.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useAlertValue } from "../../known/use-alert-value.ts";
import { isOpenAlert, wantsAcknowledgement } from "../../order/urgency.ts";
import { Age } from "../../parts/age.tsx";
import { AlertState } from "../../parts/alert-state.tsx";
import { LateMark } from "../../parts/late-mark.tsx";
import { SeverityMark } from "../../parts/severity-mark.tsx";
import { Where } from "../../parts/where.tsx";
import { momentText } from "../../words/moment.ts";
import { alertWords } from "./words.ts";

export type RowActs = {
  mayAct: boolean;
  isChosen: (id: string) => boolean;
  isBusy: (id: string) => boolean;
  choose: (id: string, extend: boolean) => void;
  acknowledge: (alert: AlertView) => void;
  shelve: (alert: AlertView) => void;
  unshelve: (alert: AlertView) => void;
};

type Props = {
  alert: AlertView;
  acts: RowActs;
  /** How many alerts it explains, and whether they are shown. */
  under?: { count: number; isOpen: boolean; toggle: () => void } | undefined;
  /** It stands under the one that explains it. */
  inner?: boolean;
};

export const alertHref = (id: string) => `/alerts/${encodeURIComponent(id)}`;

export function AlertRow({ alert, acts, under, inner = false }: Props) {
  const { t, say } = useSpeech();
  const words = useWords(alertWords);
  const raisedWith = useAlertValue();
  const nameOf = useNames([alert.acknowledgedBy]);
  const isOpen = isOpenAlert(alert);
  const tone = isOpen && !alert.drill && alert.standing !== "shelved" ? `row-${alert.severity}` : "row-over";
  const pick = (event: MouseEvent) => acts.choose(alert.id, event.shiftKey);
  return (
    <li
      className={`alert-row ${tone}${inner ? " alert-inner" : ""}${acts.isChosen(alert.id) ? " alert-chosen" : ""}`}
      data-row={alert.id}
    >
      {acts.mayAct && isOpen && !inner && (
        <label className="alert-pick">
          <input
            type="checkbox"
            checked={acts.isChosen(alert.id)}
            onClick={pick}
            onChange={() => undefined}
            aria-label={words.choose(`${alert.place} ${say(alert.title)}`)}
          />
        </label>
      )}
      <span className="alert-severity">
        <SeverityMark severity={alert.severity} quiet={!isOpen || alert.drill === true} />
      </span>
      <span className="alert-what">
        <Link href={alertHref(alert.id)} className="row-link">
          <Where place={alert.place}>
            {say(alert.title)}
            {/* "Smoke yes" says no more than the title does. */}
            {typeof alert.value !== "boolean" && <span className="number dim"> {raisedWith(alert)}</span>}
            {alert.name && <span className="dim"> · {say(alert.name)}</span>}
          </Where>
        </Link>
        <LateMark alert={alert} />
        <Aside alert={alert} />
        {under && (
          <button type="button" className="link alert-under" aria-expanded={under.isOpen} onClick={under.toggle}>
            <BranchesOutlined aria-hidden /> {words.consequences(under.count)}{" "}
            {under.isOpen ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
          </button>
        )}
      </span>
      <span className="stack alert-standing">
        <AlertState state={alert.state} />
        {alert.acknowledgedBy !== undefined && <span className="dim">{t.alerts.by(nameOf(alert.acknowledgedBy))}</span>}
      </span>
      <span className="stack alert-since">
        <Age at={alert.raisedAt} />
        {alert.count > 1 && <span className="dim">{words.count(alert.count)}</span>}
      </span>
      <Acts alert={alert} acts={acts} inner={inner} />
    </li>
  );
}

/** Set aside until when and why, or explained by what, or how many devices hang on it. */
function Aside({ alert }: { alert: AlertView }) {
  const { language } = useSpeech();
  const words = useWords(alertWords);
  const nameOf = useNames([alert.shelvedBy]);
  const { standing, shelvedUntil, shelvedBy = "", shelvedReason = "", cause, affected = [] } = alert;
  if (standing === "shelved" && shelvedUntil !== undefined)
    return (
      <span className="alert-aside">
        <b>{words.until(momentText(shelvedUntil, now(), language, { seconds: false }))}</b>{" "}
        {words.shelvedBy(nameOf(shelvedBy), shelvedReason)}
      </span>
    );
  if (standing === "suppressed" && cause !== undefined)
    return (
      <span className="alert-aside">
        {words.explained} <Link href={alertHref(cause)}>{words.toCause}</Link>
      </span>
    );
  return affected.length === 0 ? null : <span className="alert-aside">{words.affected(affected.length)}</span>;
}

function Acts({ alert, acts, inner }: { alert: AlertView; acts: RowActs; inner: boolean }) {
  const { t } = useSpeech();
  const words = useWords(alertWords);
  if (!acts.mayAct || !isOpenAlert(alert) || inner) return <span className="alert-acts" />;
  const isShelved = alert.standing === "shelved";
  return (
    <span className="alert-acts">
      {wantsAcknowledgement(alert) && !isShelved && (
        <Button loading={acts.isBusy(alert.id)} onClick={() => acts.acknowledge(alert)}>
          {t.alerts.acknowledge}
        </Button>
      )}
      {isShelved ? (
        <Button loading={acts.isBusy(alert.id)} onClick={() => acts.unshelve(alert)}>
          {words.unshelve}
        </Button>
      ) : (
        <Button type="text" onClick={() => acts.shelve(alert)}>
          {words.shelve}
        </Button>
      )}
    </span>
  );
}
