/** The frame of a page: its title for the eye, the tab and the reader. */
import { LeftOutlined } from "@ant-design/icons";
import { type ReactNode, useEffect } from "react";
import { Link } from "wouter";
import { useSpeech } from "../i18n/language.tsx";
import { useOpenCount } from "../use-open-count.ts";

type Props = {
  title: string;
  /** Where "back" leads. */
  back?: { href: string; text: string };
  /** Above the title: a severity, a state. */
  over?: ReactNode;
  /** Beside the title. */
  side?: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
};

export function Page({ title, back, over, side, lead, children }: Props) {
  const { t } = useSpeech();
  const open = useOpenCount();
  useEffect(() => {
    document.title = `${open > 0 ? t.live.title(open) : ""}${title} · ${t.name}`;
  }, [title, open, t]);
  return (
    <>
      <header className="page-head">
        {back && (
          <Link href={back.href} className="back">
            <LeftOutlined aria-hidden /> {back.text}
          </Link>
        )}
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
