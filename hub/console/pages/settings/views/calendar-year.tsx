/** A year at a glance: holidays, shifted workdays, the years that lack; a touch changes a day of the draft. */
import { WarningFilled } from "@ant-design/icons";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { useState } from "react";
import type { CalendarDocument } from "../../../../tickets/clock/calendar.ts";
import { now } from "../../../clock/clock.ts";
import { useSpeech, useWords } from "../../../i18n/language.tsx";
import { Field } from "../../../parts/field.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { dayOf } from "../../../words/day.ts";
import { inChinese, problemAt } from "../editor/problem.ts";
import type { Json } from "../editor/rows.ts";
import type { Book } from "../editor/use-book.ts";
import { settingsWords } from "../words.ts";
import { missingYears, monthsOf, toggled, type YearDay, type YearTable } from "./year.ts";

export function CalendarYear({ book }: { book: Book }) {
  const words = useWords(settingsWords);
  const { years = {} } = book.body as Partial<CalendarDocument>;
  const known = Object.keys(years).sort().reverse();
  const today = dayOf(now());
  const [chosen, choose] = useState(today.slice(0, 4));
  const year = years[chosen] ? chosen : (known[0] ?? today.slice(0, 4));
  const table = years[year];
  const missing = missingYears(years, now());
  const add = (each: number) => {
    const empty = { holidays: [], workdays: [] };
    if (book.draft) book.form.change?.(["years", String(each)], empty);
    else book.begin({ ...book.body, source: "", years: { ...years, [each]: empty } as Json });
    choose(String(each));
  };
  return (
    <>
      {missing.length > 0 && (
        <div className="panel calendar-missing" role="status">
          <p>
            <WarningFilled aria-hidden /> {words.calendar.missing(missing.join("、"))}
          </p>
          {missing.map((each) => (
            <Button key={each} onClick={() => add(each)}>
              {words.calendar.add(each)}
            </Button>
          ))}
        </div>
      )}
      <Panel
        title={`${words.calendar.year} ${year}`}
        side={
          <Select
            aria-label={words.calendar.year}
            value={year}
            onChange={choose}
            options={known.map((each) => ({ value: each, label: each }))}
          />
        }
      >
        {table && (
          <>
            <p className="dim">{words.calendar.count(table.holidays.length, table.workdays.length)}</p>
            {book.draft && <p className="dim">{words.calendar.hint}</p>}
            <Year year={Number(year)} table={table} book={book} today={today} />
          </>
        )}
      </Panel>
      <WorkingHours book={book} />
    </>
  );
}

type YearProps = { year: number; table: YearTable; book: Book; today: string };

function Year({ year, table, book, today }: YearProps) {
  const words = useWords(settingsWords);
  const { change } = book.form;
  return (
    <div className="year">
      {monthsOf(year, table).map((days, month) => (
        <section
          key={days.find((day) => day !== null)?.date}
          className="month"
          aria-label={words.calendar.month(month + 1)}
        >
          <h3>{words.calendar.month(month + 1)}</h3>
          <div className="month-days">
            {[...words.calendar.weekdays].map((letter, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two days of the week have one letter
              <span key={at} className="dim" aria-hidden>
                {letter}
              </span>
            ))}
            {days.map((day, at) =>
              day === null ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: an empty place is its place
                <span key={`empty ${at}`} />
              ) : (
                <Day
                  key={day.date}
                  day={day}
                  isToday={day.date === today}
                  toggle={change && (() => change(["years", String(year)], toggled(table, day) as Json))}
                />
              ),
            )}
          </div>
        </section>
      ))}
    </div>
  );
}

function Day({ day, isToday, toggle }: { day: YearDay; isToday: boolean; toggle: (() => void) | null }) {
  const words = useWords(settingsWords);
  const label = words.calendar.day(day.date, words.calendar[day.kind]);
  const className = `day day-${day.kind}${isToday ? " day-today" : ""}`;
  if (toggle === null)
    return (
      <span className={className} title={label}>
        {day.day}
      </span>
    );
  return (
    <button type="button" className={className} title={label} aria-label={label} onClick={toggle}>
      {day.day}
    </button>
  );
}

/** Written as people write them: `09:00–11:30、13:30–17:30`. */
function WorkingHours({ book: { body, form } }: { book: Book }) {
  const words = useWords(settingsWords);
  const { language } = useSpeech();
  const hours = (body.workingHours ?? []) as [string, string][];
  const text = hours.map(([from, to]) => `${from}–${to}`).join("、");
  const [typed, type] = useState<string | null>(null);
  const why =
    form.problems.find(({ path }) => path.startsWith("/workingHours"))?.why ??
    problemAt(form.problems, "/workingHours");
  const done = () => {
    if (typed === null) return;
    const spans = [...typed.matchAll(/(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})/g)];
    form.change?.(
      ["workingHours"],
      spans.map(([, from = "", to = ""]) => [from.padStart(5, "0"), to.padStart(5, "0")]),
    );
    type(null);
  };
  return (
    <Panel title={words.calendar.hours}>
      {form.change === null ? (
        <p>{text}</p>
      ) : (
        <Field
          label={words.calendar.hours}
          hint={words.calendar.hoursHint}
          problem={language === "en" ? why : inChinese(why)}
        >
          {(control) => (
            <Input {...control} value={typed ?? text} onChange={(event) => type(event.target.value)} onBlur={done} />
          )}
        </Field>
      )}
    </Panel>
  );
}
