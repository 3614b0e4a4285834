/** The frame of a page: its title for the eye, the tab and the reader. */
import { LeftOutlined } from "@ant-design/icons";
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { useOpenCount } from "../known/use-open-count.ts";
import { shellWords } from "../shell/words.ts";

type Crumb = { href: string; text: string };
type Props = {
  title: string;
  /** Where "back" leads: the page this one lies in. */
  back?: Crumb;
  /** The pages above that, the highest first. */
  trail?: Crumb[];
  /** Above the title: a severity, a state. */
  over?: ReactNode;
  /** Beside the title. */
  side?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
};

export function Page({ title, back, trail = [], over, side, lead, children }: Props) {
  const { t } = useSpeech();
  const open = useOpenCount();
  useEffect(() => {
    document.title = `${open > 0 ? t.live.title(open) : ""}${title} · ${t.name}`;
  }, [title, open, t]);
  return (
    <>
      <header className="page-head">
        {back && <Crumbs crumbs={[...trail, back]} />}
        {over && <div className="page-over">{over}</div>}
        <div className="page-title">
          <div className="page-name">
            <h1>{title}</h1>
            {lead && <div className="page-lead">{lead}</div>}
          </div>
          {side}
        </div>
      </header>
      {children}
    </>
  );
}

function Crumbs({ crumbs }: { crumbs: Crumb[] }) {
  const words = useWords(shellWords);
  return (
    <nav aria-label={words.crumbs}>
      {crumbs.map(({ href, text }) => (
        <Link key={href} href={href} className="back">
          <LeftOutlined aria-hidden /> {text}
        </Link>
      ))}
    </nav>
  );
}
