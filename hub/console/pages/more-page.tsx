/** What does not fit under a phone's thumb. */
import { useSpeech } from "../i18n/language.tsx";
import { Page } from "../parts/page.tsx";
import { useMe } from "../queries.ts";
import { Account } from "../shell/account.tsx";
import { morePlaces } from "../shell/links.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { Preferences } from "../shell/preferences.tsx";

export function MorePage() {
  const { t } = useSpeech();
  const me = useMe().data;
  return (
    <Page title={t.more.title}>
      <nav className="panel more" aria-label={t.more.title}>
        {morePlaces.map((place) => (
          <NavLink key={place.href} place={place} />
        ))}
      </nav>
      <div className="panel more">
        <Preferences />
        {me && <Account me={me} />}
      </div>
    </Page>
  );
}
