/** The navigation under the thumb of a phone. */
import type { Me } from "../../http/views.ts";
import { useSpeech } from "../i18n/language.tsx";
import { thumbPlaces } from "./links.ts";
import { NavLink } from "./nav-link.tsx";

export function ThumbNav({ me }: { me: Me }) {
  const { t } = useSpeech();
  return (
    <div className="side">
      <nav className="nav" aria-label={t.nav.label}>
        {thumbPlaces(me).map((place) => (
          <NavLink key={place.href} place={place} />
        ))}
      </nav>
    </div>
  );
}
