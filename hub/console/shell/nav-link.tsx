/** One entry of the navigation; it stays marked on the pages below it. */
import { Link, useLocation } from "wouter";
import { useSpeech } from "../i18n/language.tsx";
import { useOpenCount } from "../known/use-open-count.ts";
import { type Place, placeGroups } from "./links.ts";

/** `bare`: the icon alone; its name is in the title and for readers. */
export function NavLink({ place: { href, name, Icon, holds = [] }, bare = false }: { place: Place; bare?: boolean }) {
  const { t } = useSpeech();
  const [path] = useLocation();
  const open = useOpenCount();
  const here = [href, ...holds.map((place) => place.href)].some((each) => isMarked(path, each));
  return (
    <Link
      href={href}
      className="nav-link"
      aria-current={here ? "page" : undefined}
      title={bare ? t.nav[name] : undefined}
    >
      <Icon aria-hidden />
      <span className={bare ? "unseen" : undefined}>{t.nav[name]}</span>
      {name === "overview" && open > 0 && <b className="nav-count">{open}</b>}
    </Link>
  );
}

/** Of a place and one that lies in it, the inner one is marked. */
function isMarked(path: string, href: string): boolean {
  const places = placeGroups.flatMap((group) => group.places);
  const inner = places.some((place) => isAt(place.href, href) && place.href !== href && isAt(path, place.href));
  return isAt(path, href) && !inner;
}

function isAt(path: string, href: string): boolean {
  return path === href || (href !== "/" && path.startsWith(`${href}/`));
}
