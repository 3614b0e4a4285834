/** The navigation at the side of a desk: groups of places, or their icons alone when it is folded. */
import { MenuFoldOutlined, MenuUnfoldOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useState } from "react";
import type { Me } from "../../http/views.ts";
import { keep, kept } from "../browser/kept.ts";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { Brand } from "../parts/brand.tsx";
import { Account } from "./account.tsx";
import { KeyHelp } from "./key-help.tsx";
import { groupsFor } from "./links.ts";
import { NavLink } from "./nav-link.tsx";
import { Preferences } from "./preferences.tsx";
import { Search } from "./search.tsx";
import { shellWords } from "./words.ts";

export function SideNav({ me }: { me: Me }) {
  const { t } = useSpeech();
  const words = useWords(shellWords);
  const [folded, setFolded] = useState(() => kept("nav") === "folded");
  const fold = () => {
    keep("nav", folded ? "" : "folded");
    setFolded(!folded);
  };
  const Icon = folded ? MenuUnfoldOutlined : MenuFoldOutlined;
  return (
    <div className={folded ? "side side-folded" : "side"}>
      <Brand />
      <Search me={me} folded={folded} />
      <nav className="nav" aria-label={t.nav.label}>
        {groupsFor(me).map(({ name, places }) => (
          <ul key={name} className="nav-group" aria-label={words.groups[name]}>
            {!folded && (
              <li className="nav-group-name" aria-hidden>
                {words.groups[name]}
              </li>
            )}
            {places.map((place) => (
              <li key={place.href}>
                <NavLink place={place} bare={folded} />
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <div className="side-foot">
        {!folded && <Preferences />}
        {!folded && <Account me={me} />}
        <div className="side-tools">
          <KeyHelp me={me} />
          <Button
            type="text"
            icon={<Icon aria-hidden />}
            onClick={fold}
            aria-expanded={!folded}
            aria-label={folded ? words.unfold : words.fold}
            title={folded ? words.unfold : words.fold}
          />
        </div>
      </div>
    </div>
  );
}
