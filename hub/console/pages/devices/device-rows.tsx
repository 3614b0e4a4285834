/** The rows of the list of devices; each can be chosen. */
import type { DeviceView } from "../../../http/views.ts";
import { useCalled } from "../../called/use-called.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { LiveValue } from "../../parts/live-value.tsx";
import { StandingMark } from "../../parts/standing-mark.tsx";
import { Where } from "../../parts/where.tsx";
import { type Column, WorkList } from "../../parts/work-list.tsx";
import { deviceWords } from "./words.ts";

export const keyOf = ({ gateway, id }: Pick<DeviceView, "gateway" | "id">) => `${gateway}/${id}`;

const shownPoints = 2;
const marks = { well: "verified", fault: "fault", unknown: "unknown" } as const;

/** 陆家嘴街道 › 东昌居委 › 东昌小区: the last says it here. */
const leafOf = (path = "") => path.split(" › ").slice(-1)[0];

type Props = {
  rows: readonly DeviceView[];
  picked: ReadonlySet<string>;
  pick: (picked: ReadonlySet<string>) => void;
};

export function DeviceRows({ rows, picked, pick }: Props) {
  const { t, say } = useSpeech();
  const words = useWords(deviceWords);
  const called = useCalled();
  const toggle = (key: string) => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    pick(next);
  };
  const columns: Column<DeviceView>[] = [
    {
      name: "pick",
      title: words.pick,
      acts: true,
      top: true,
      cell: (row) => (
        <label className="pick">
          <input
            type="checkbox"
            aria-label={words.pickOne(`${row.place} ${say(row.title)}`)}
            checked={picked.has(keyOf(row))}
            onChange={() => toggle(keyOf(row))}
          />
        </label>
      ),
    },
    {
      name: "where",
      title: words.where,
      main: true,
      cell: (row) => <Where place={row.place}>{say(row.title)}</Where>,
    },
    {
      name: "facts",
      title: words.facts,
      cell: (row) => (
        <span className="stack">
          <span>{row.className === undefined ? (row.class ?? words.noClass) : called(row.className)}</span>
          <span className="dim">
            {[leafOf(row.areaName), row.maintainerName && called(row.maintainerName)].filter(Boolean).join(" · ")}
          </span>
        </span>
      ),
    },
    {
      name: "values",
      title: words.values,
      cell: (row) => (
        <span className="stack">
          {row.points.slice(0, shownPoints).map((point) => (
            <LiveValue
              key={point.id}
              point={point}
              freshMs={row.freshMs}
              named
              doubtful={row.health.state !== "well"}
            />
          ))}
        </span>
      ),
    },
    {
      name: "standing",
      title: words.standing,
      cell: (row) => (
        <span className="marks">
          <StandingMark standing={row.registered ? marks[row.health.state] : "unregistered"} />
          {row.life !== "in-service" && <span className="life-mark">{words.life[row.life]}</span>}
        </span>
      ),
    },
  ];
  return (
    <WorkList
      label={t.devices.title}
      rows={rows}
      columns={columns}
      id={keyOf}
      href={({ gateway, id }) => `/devices/${encodeURIComponent(gateway)}/${encodeURIComponent(id)}`}
      bare
    />
  );
}
