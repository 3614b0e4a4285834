/** Who is on duty now, and how to call them. */
import { PhoneOutlined } from "@ant-design/icons";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import { overviewWords } from "./words.ts";

type Duty = OverviewView["duty"][number];

const most = 4;

export function DutyPanel({ duty }: { duty: Duty[] }) {
  const words = useWords(overviewWords);
  const called = useCalled();
  return (
    <Panel title={words.duty}>
      {duty.length === 0 && <p className="dim">{words.nobody}</p>}
      <ul className="duty">
        {duty.slice(0, most).map(({ unit, name, shift, from, to, leader, people }) => (
          <li key={unit}>
            <b>{called(name)}</b>{" "}
            <span className="dim">
              {shift} {from}–{to}
            </span>
            <span className="duty-people">
              <Person person={leader} note={words.leader} />
              {people.map((person) => (
                <Person key={person.name} person={person} />
              ))}
            </span>
          </li>
        ))}
      </ul>
      {duty.length > most && <p className="fine">{words.moreDuty(duty.length - most)}</p>}
    </Panel>
  );
}

function Person({ person: { name, phone }, note }: { person: Duty["leader"]; note?: string }) {
  return (
    <span className="duty-person">
      {name}
      {note !== undefined && <span className="dim"> {note}</span>}
      {phone !== undefined && (
        <a href={`tel:${phone}`}>
          <PhoneOutlined aria-hidden /> {phone}
        </a>
      )}
    </span>
  );
}
