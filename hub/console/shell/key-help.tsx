/** The keys that work on every page, behind `?`; here they are also turned off. */
import { QuestionCircleOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { type ReactNode, useCallback, useRef } from "react";
import type { Me } from "../../http/views.ts";
import { useSpeech, useWords } from "../i18n/language.tsx";
import { placesFor } from "./links.ts";
import { usePageKeys } from "./page-keys.ts";
import { useShortcuts, useShortcutsOn } from "./use-shortcuts.ts";
import { shellWords } from "./words.ts";

export function KeyHelp({ me }: { me: Me }) {
  const { t } = useSpeech();
  const words = useWords(shellWords).keys;
  const dialog = useRef<HTMLDialogElement>(null);
  const own = usePageKeys();
  const open = useCallback(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>("[type=submit]")?.focus();
  }, []);
  useShortcuts(me, open);
  return (
    <>
      <Button
        type="text"
        icon={<QuestionCircleOutlined aria-hidden />}
        onClick={open}
        aria-label={words.open}
        title={`${words.open} (?)`}
      />
      <dialog ref={dialog} className="key-help" aria-labelledby="key-help-title">
        <h2 id="key-help-title">{words.title}</h2>
        <Keys title={words.anywhere}>
          <Key keys={["/"]} text={words.search} />
          <Key keys={["?"]} text={words.help} />
        </Keys>
        <Keys title={`${words.go}（${words.goHint}）`}>
          {placesFor(me).map(
            ({ key, name }) => key !== undefined && <Key key={name} keys={["g", key]} text={t.nav[name]} />,
          )}
        </Keys>
        <Keys title={words.lists}>
          <Key keys={["↑", "↓"]} text={words.move} />
          <Key keys={["Enter"]} text={words.enter} />
        </Keys>
        {own && (
          <Keys title={own.title}>
            {own.keys.map(({ keys, text }) => (
              <Key key={text} keys={keys} text={text} />
            ))}
          </Keys>
        )}
        <Switch />
        <form method="dialog">
          <Button htmlType="submit" type="primary">
            {words.close}
          </Button>
        </form>
      </dialog>
    </>
  );
}

function Switch() {
  const words = useWords(shellWords).keys;
  const [on, turn] = useShortcutsOn();
  return (
    <p className="key-switch">
      <span role="status">{on ? words.on : words.off}</span>
      <Button type="link" onClick={() => turn(!on)}>
        {on ? words.turnOff : words.turnOn}
      </Button>
    </p>
  );
}

function Keys({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h3>{title}</h3>
      <dl className="keys">{children}</dl>
    </>
  );
}

function Key({ keys, text }: { keys: string[]; text: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
