/** The micro-platform: the console for one hand, with a frame of its own and no desk around it. */
import { AlertOutlined, CameraOutlined, HomeOutlined, SendOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Route, Switch, useLocation } from "wouter";
import type { Me } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useLive } from "../../live/live-context.tsx";
import { PageGuard } from "../../shell/page-guard.tsx";
import { momentText } from "../../words/moment.ts";
import { AreaPage } from "./area-page.tsx";
import { JointCall } from "./joint-call.tsx";
import { JointOpenPage } from "./joint-open-page.tsx";
import { JointListPage, JointPage } from "./joint-page.tsx";
import { knownAt } from "./last-known.ts";
import { countOf } from "./outbox.ts";
import { OutboxProvider, useOutbox } from "./outbox-context.tsx";
import { OutboxPage } from "./outbox-page.tsx";
import { PatrolPage } from "./patrol-page.tsx";
import { TicketPage } from "./ticket-page.tsx";
import { useOffline } from "./use-offline.ts";
import { microWords } from "./words.ts";

export default function MicroApp({ me }: { me: Me }) {
  useOffline(me);
  return (
    <OutboxProvider account={me.name}>
      <link rel="stylesheet" href="/assets/micro.css" precedence="default" />
      <div className="micro">
        <Head me={me} />
        <main id="content" tabIndex={-1}>
          <Pages me={me} />
        </main>
        <Bar me={me} />
        <JointCall me={me} />
      </div>
    </OutboxProvider>
  );
}

function Pages({ me }: { me: Me }) {
  const [path] = useLocation();
  return (
    <PageGuard path={path}>
      <Switch>
        <Route path="/m">
          <AreaPage me={me} />
        </Route>
        <Route path="/m/tickets/:id">{({ id }) => <TicketPage key={id} id={id} me={me} />}</Route>
        <Route path="/m/tickets/:id/joint">{({ id }) => <JointOpenPage key={id} id={id} me={me} />}</Route>
        <Route path="/m/patrol">
          <PatrolPage me={me} />
        </Route>
        <Route path="/m/joint">
          <JointListPage />
        </Route>
        <Route path="/m/joint/:id">{({ id }) => <JointPage key={id} id={id} me={me} />}</Route>
        <Route path="/m/outbox">
          <OutboxPage me={me} />
        </Route>
        <Route>
          <AreaPage me={me} />
        </Route>
      </Switch>
    </PageGuard>
  );
}

/** Says loudly what does not get through, and quietly what did. */
function Head({ me }: { me: Me }) {
  const words = useWords(microWords);
  const { t, language, setLanguage } = useSpeech();
  const { state } = useLive();
  const { entries, sent, isForgetful } = useOutbox();
  const { waiting, stuck } = countOf(entries, me.name);
  return (
    <header className="m-head">
      <span className="m-row">
        <b className="m-grow">{words.title}</b>
        <Link href="/?desk" className="m-flat">
          {words.desk}
        </Link>
        <button type="button" className="m-flat" onClick={() => setLanguage(language === "en" ? "zh-CN" : "en")}>
          {t.language.other}
        </button>
      </span>
      <div role="status">
        {state.name === "lost" && <Lost />}
        {isForgetful && waiting > 0 && <p className="m-lost">{words.forgetful}</p>}
        {waiting > 0 && (
          <Link href="/m/outbox" className="m-waits">
            {words.waiting(waiting)}
          </Link>
        )}
        {stuck > 0 && (
          <Link href="/m/outbox" className="m-waits m-stuck">
            {words.stuck(stuck)}
          </Link>
        )}
        {waiting + stuck === 0 && sent && <p className="m-sent">{words.sent(sent.title)}</p>}
      </div>
    </header>
  );
}

/** What is shown is old, and says from when. */
function Lost() {
  const words = useWords(microWords);
  const { language } = useSpeech();
  const at = knownAt(useQueryClient());
  const text = at === undefined ? words.offline : words.old(momentText(at, now(), language, { seconds: false }));
  return <p className="m-lost">{text}</p>;
}

const places = [
  { href: "/m", name: "area", Icon: HomeOutlined, holds: "/m/tickets" },
  { href: "/m/patrol", name: "patrol", Icon: CameraOutlined, holds: "/m/patrol" },
  { href: "/m/joint", name: "joint", Icon: AlertOutlined, holds: "/m/joint" },
  { href: "/m/outbox", name: "outbox", Icon: SendOutlined, holds: "/m/outbox" },
] as const;

function Bar({ me }: { me: Me }) {
  const words = useWords(microWords).nav;
  const [path] = useLocation();
  const shown = places.filter(({ name }) => name !== "patrol" || me.rights.includes("tickets"));
  return (
    <nav className="m-bar" aria-label={words.label}>
      {shown.map(({ href, name, Icon, holds }) => (
        <Link key={href} href={href} aria-current={path === href || path.startsWith(holds) ? "page" : undefined}>
          <Icon aria-hidden />
          <span>{words[name]}</span>
        </Link>
      ))}
    </nav>
  );
}
