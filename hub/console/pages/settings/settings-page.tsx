/** The settings: a list of what can be set, and one page for each. */
import { type ComponentType, useState } from "react";
import { Link } from "wouter";
import { useNames } from "../../called/use-names.ts";
import { useMe } from "../../client/queries.ts";
import { useWords } from "../../i18n/language.tsx";
import { Page } from "../../parts/page.tsx";
import { mayEnter } from "../../shell/links.ts";
import { BookPage } from "./book-page.tsx";
import type { Kind } from "./calls.ts";
import { hasDraft } from "./editor/draft.ts";
import { useTables } from "./queries.ts";
import { otherSection, type Section, sections } from "./sections.ts";
import { AreaTree } from "./views/area-tree.tsx";
import { CalendarYear } from "./views/calendar-year.tsx";
import { ChannelStates, NoticeLog } from "./views/channel-states.tsx";
import { DispatchTrial } from "./views/dispatch-trial.tsx";
import { DistrictState } from "./views/district-state.tsx";
import { PosturePage } from "./views/posture-view.tsx";
import { RolesMatrix } from "./views/roles-matrix.tsx";
import { RosterWeek } from "./views/roster-week.tsx";
import { settingsWords } from "./words.ts";

/** Pages that are more than a table; the others are the table alone. */
const special: Record<string, ComponentType> = {
  areas: () => <BookPage kind="areas" above={(book) => <AreaTree book={book} />} />,
  calendar: () => (
    <BookPage
      kind="calendar"
      hidden={["years", "workingHours", "zone"]}
      above={(book) => <CalendarYear book={book} />}
    />
  ),
  channels: () => (
    <BookPage
      kind="channels"
      columns={{ channels: ["title", "kind", "units", "state"] }}
      above={() => <ChannelStates />}
      below={() => <NoticeLog />}
    />
  ),
  classes: () => <BookPage kind="classes" columns={{ classes: ["name", "code", "group", "reviews", "limits"] }} />,
  dispatch: DispatchPage,
  district: () => <BookPage kind="district" above={() => <DistrictState />} hidden={["adapter", "card"]} />,
  posture: PosturePage,
  roles: () => (
    <BookPage
      kind="roles"
      above={(book) => <RolesMatrix book={book} />}
      columns={{ roles: ["name", "id", "sees", "totp"] }}
    />
  ),
  roster: () => (
    <BookPage
      kind="roster"
      above={(book) => <RosterWeek book={book} />}
      columns={{ shifts: ["name", "unit", "from", "to", "days", "people", "leader"] }}
    />
  ),
};

function DispatchPage() {
  const [row, mark] = useState<number | null>(null);
  return (
    <BookPage
      kind="dispatch"
      columns={{ rows: ["class", "area", "severities", "unit", "why"] }}
      marked={row === null ? null : { list: "rows", index: row }}
      above={(book) => <DispatchTrial book={book} mark={mark} />}
    />
  );
}

export default function SettingsPage({ section }: { section?: string }) {
  const words = useWords(settingsWords);
  const tables = useTables().data;
  const known = new Set(sections.map(({ id }) => id));
  const kinds = tables?.map(({ kind }) => kind) ?? [];
  const more = kinds.filter((kind) => !known.has(kind)).map(otherSection);
  const noBook = new Set(["tasks", "posture", "people"]);
  const me = useMe().data;
  const all = [...sections, ...more]
    .filter(({ id }) => noBook.has(id) || tables === undefined || kinds.includes(id))
    .filter((section) => me && mayEnter(me, section));
  if (section === undefined)
    return (
      <Page title={words.title} lead={words.lead}>
        <Home sections={all} />
      </Page>
    );
  const name = words.sections[section]?.name ?? section;
  const Special = special[section];
  return (
    <Page title={name} lead={words.sections[section]?.about ?? ""} back={{ href: "/settings", text: words.all }}>
      {/* Of a table that is not there the hub says so. */}
      {Special ? <Special key={section} /> : <BookPage key={section} kind={section as Kind} />}
    </Page>
  );
}

function Home({ sections: all }: { sections: Section[] }) {
  const words = useWords(settingsWords);
  const tables = useTables().data ?? [];
  const groups = Object.keys(words.groups) as Section["group"][];
  return (
    <>
      {groups
        .map((group) => ({ group, own: all.filter((section) => section.group === group) }))
        .filter(({ own }) => own.length > 0)
        .map(({ group, own }) => (
          <section key={group} className="settings-group" aria-label={words.groups[group]}>
            <h2>{words.groups[group]}</h2>
            <ul className="settings-home">
              {own.map(({ id, Icon, href }) => (
                <li key={id}>
                  <Link href={href ?? `/settings/${id}`} className="panel settings-link">
                    <Icon aria-hidden />
                    <span>
                      <b>{words.sections[id]?.name ?? id}</b>
                      {hasDraft(id) && <span className="tag-here"> {words.draftHere}</span>}
                      <span className="dim settings-about">{words.sections[id]?.about}</span>
                      <VersionOf table={tables.find(({ kind }) => kind === id)} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

function VersionOf({ table }: { table: { version: number; by: string } | undefined }) {
  const words = useWords(settingsWords);
  const nameOf = useNames([table?.by]);
  if (table === undefined) return null;
  const text = table.version === 0 ? words.shipped : `${words.version(table.version)} · ${nameOf(table.by)}`;
  return <span className="fine settings-about">{text}</span>;
}
