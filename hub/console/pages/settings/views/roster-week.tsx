/** The week of each unit as a grid: who has duty when; where nobody has and somebody must, it is red. */
import { CheckOutlined, WarningFilled } from "@ant-design/icons";
import type { Roster } from "../../../../rulebook/roster.ts";
import { useWords } from "../../../i18n/language.tsx";
import { Panel } from "../../../parts/panel.tsx";
import type { Book } from "../editor/use-book.ts";
import { settingsWords } from "../words.ts";
import { byDay, clockText, dayMin, dutiesOf, holesOf, type Span } from "./week.ts";

export function RosterWeek({ book }: { book: Book }) {
  const words = useWords(settingsWords);
  const { shifts = [], roundTheClock = [] } = book.body as Partial<Roster>;
  const units = [...new Set([...roundTheClock, ...shifts.map(({ unit }) => unit)])];
  return (
    <Panel title={words.roster.week}>
      {units.map((unit) => (
        <UnitWeek
          key={unit}
          name={book.form.names.value("unit", unit)}
          must={roundTheClock.includes(unit)}
          shifts={shifts.filter((shift) => shift.unit === unit)}
        />
      ))}
    </Panel>
  );
}

function UnitWeek({ name, must, shifts }: { name: string; must: boolean; shifts: Roster["shifts"] }) {
  const words = useWords(settingsWords);
  const duties = dutiesOf(shifts);
  const holes = holesOf(duties);
  const days = byDay(duties);
  const gaps = byDay(holes);
  const isBad = must && holes.length > 0;
  return (
    <section className="week" aria-label={name}>
      <h3 className="week-unit">
        {name}{" "}
        <span className={isBad ? "week-bad" : "dim"}>
          {isBad ? <WarningFilled aria-hidden /> : holes.length === 0 ? <CheckOutlined aria-hidden /> : null}{" "}
          {must ? words.roster.round : words.roster.free}
          {holes.length > 0 ? `，${words.roster.holes(holes.length)}` : ""}
        </span>
      </h3>
      <p className="week-hours" aria-hidden>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </p>
      <ol className="week-days">
        {words.roster.days.split(" ").map((day, at) => (
          <li key={day}>
            <span className="week-day">{day}</span>
            <div className="week-line">
              {(days[at] ?? []).map(({ from, to, shift }) => (
                <Block
                  key={`${shift.id} ${from}`}
                  span={{ from, to }}
                  className="week-duty"
                  text={words.roster.person(shift.people.join("、"), shift.leader)}
                >
                  <b>{shift.name}</b> {shift.people.join("、")}
                </Block>
              ))}
              {(gaps[at] ?? []).map((span) => (
                <Block
                  key={span.from}
                  span={span}
                  className={must ? "week-hole" : "week-free"}
                  text={words.roster.hole}
                >
                  {must ? words.roster.hole : ""}
                </Block>
              ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

type BlockProps = { span: Span; className: string; text: string; children: React.ReactNode };

function Block({ span: { from, to }, className, text, children }: BlockProps) {
  const title = `${clockText(from)}–${clockText(to)} ${text}`;
  const style = { left: `${(from / dayMin) * 100}%`, width: `${((to - from) / dayMin) * 100}%` };
  return (
    <span className={`week-block ${className}`} style={style} title={title}>
      {children} <span className="unseen">{title}</span>
    </span>
  );
}
