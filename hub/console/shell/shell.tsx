/** The frame around every page: navigation at the side of a desk, under the thumb on a phone. */
import type { ReactNode } from "react";
import type { Me } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { useLook } from "../look/look.tsx";
import { Announcer } from "./announcer.tsx";
import { Connection } from "./connection.tsx";
import { SideNav } from "./side-nav.tsx";
import { ThumbNav } from "./thumb-nav.tsx";

export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useSpeech();
  const { screen } = useLook();
  const Nav = screen === "phone" ? ThumbNav : SideNav;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Announcer />
      <Nav me={me} />
      <div className="body">
        <Connection />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}
