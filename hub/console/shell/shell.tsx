/** The frame around every page: navigation at the side of a desk, under the thumb on a phone. */
import type { ReactNode } from "react";
import type { Me } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { useLook } from "../look.tsx";
import { Brand } from "../parts/brand.tsx";
import { Account } from "./account.tsx";
import { Announcer } from "./announcer.tsx";
import { Connection } from "./connection.tsx";
import { places, thumbPlaces } from "./links.ts";
import { NavLink } from "./nav-link.tsx";
import { Preferences } from "./preferences.tsx";

export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const { t } = useSpeech();
  const { screen } = useLook();
  const phone = screen === "phone";
  const shown = phone ? thumbPlaces : places;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Announcer />
      <div className="side">
        {!phone && <Brand />}
        <nav className="nav" aria-label={t.nav.label}>
          {shown.map((place) => (
            <NavLink key={place.href} place={place} />
          ))}
        </nav>
        {!phone && (
          <div className="side-foot">
            <Preferences />
            <Account me={me} />
          </div>
        )}
      </div>
      <div className="body">
        <Connection />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}
