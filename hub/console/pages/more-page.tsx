/** What does not fit under a phone's thumb. */

import { useMe } from "../client/queries.ts";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { Page } from "../parts/page.tsx";
import { Account } from "../shell/account.tsx";
import { morePlaces } from "../shell/links.ts";
import { NavLink } from "../shell/nav-link.tsx";
import { Preferences } from "../shell/preferences.tsx";
import { Search } from "../shell/search.tsx";
import { shellWords } from "../shell/words.ts";

export function MorePage() {
  const { t } = useSpeech();
  const { groups } = useWords(shellWords);
  const me = useMe().data;
  if (!me) return null;
  return (
    <Page title={t.more.title}>
      <Search me={me} />
      {morePlaces(me).map(({ name, places }) => (
        <nav key={name} className="panel more" aria-label={groups[name]}>
          {places.map((place) => (
            <NavLink key={place.href} place={place} />
          ))}
        </nav>
      ))}
      <div className="panel more">
        <Preferences />
        <Account me={me} />
      </div>
    </Page>
  );
}
