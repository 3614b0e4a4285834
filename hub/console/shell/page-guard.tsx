/** Catches a page that breaks or cannot be loaded, so that the navigation stays and another page can be opened. */
import Button from "antd/es/button";
import { Component, type ReactNode } from "react";
import { useWords } from "../i18n/language.tsx";
import { Quiet } from "../parts/quiet.tsx";
import { shellWords } from "./words.ts";

type Props = { path: string; children: ReactNode };
type State = { brokenAt: string | null };

export class PageGuard extends Component<Props, State> {
  override state: State = { brokenAt: null };

  static getDerivedStateFromError(): Partial<State> {
    return { brokenAt: "" };
  }

  /** Another page is another try. */
  static getDerivedStateFromProps({ path }: Props, { brokenAt }: State): Partial<State> | null {
    if (brokenAt === "") return { brokenAt: path };
    return brokenAt !== null && brokenAt !== path ? { brokenAt: null } : null;
  }

  override render(): ReactNode {
    return this.state.brokenAt === null ? this.props.children : <Broken />;
  }
}

function Broken() {
  const words = useWords(shellWords).broken;
  return (
    <div role="alert">
      <Quiet title={words.title}>
        <p>{words.text}</p>
        <Button type="primary" onClick={() => location.reload()}>
          {words.reload}
        </Button>
      </Quiet>
    </div>
  );
}
