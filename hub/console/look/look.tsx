/** Light or dark, phone or desk: puts the theme's tokens on Ant Design and on the root element. */
import { legacyLogicalPropertiesTransformer, StyleProvider } from "@ant-design/cssinjs";
import ConfigProvider from "antd/es/config-provider";
import theme from "antd/es/theme";
import enUs from "antd/locale/en_US";
import zhCn from "antd/locale/zh_CN";
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from "react";
import { keep, kept } from "../browser/kept.ts";
import { useMedia } from "../browser/use-media.ts";
import { useSpeech } from "../i18n/language.tsx";
import { antTheme, cssVariables, darkQuery, type Mode, phoneQuery, type Screen } from "./theme.ts";

export type LookChoice = "auto" | Mode;
type Look = { mode: Mode; screen: Screen; choice: LookChoice; choose: (choice: LookChoice) => void };

const Context = createContext<Look | null>(null);

/** For WebViews without `inset-inline` and the like. */
const transformers = [legacyLogicalPropertiesTransformer];

const algorithms: Record<Mode, typeof theme.defaultAlgorithm> = {
  light: theme.defaultAlgorithm,
  dark: theme.darkAlgorithm,
};

export function LookProvider({ children }: { children: ReactNode }) {
  const { language } = useSpeech();
  const [choice, setChoice] = useState<LookChoice>(readChoice);
  const prefersDark = useMedia(darkQuery);
  const screen: Screen = useMedia(phoneQuery) ? "phone" : "desk";
  const mode: Mode = choice === "auto" ? (prefersDark ? "dark" : "light") : choice;

  useLayoutEffect(() => {
    const root = document.documentElement;
    root.dataset.screen = screen;
    root.style.colorScheme = mode;
    for (const [name, value] of Object.entries(cssVariables(mode, screen))) root.style.setProperty(name, value);
  }, [mode, screen]);

  const look = useMemo<Look>(
    () => ({
      mode,
      screen,
      choice,
      choose: (next) => {
        keep("look", next);
        setChoice(next);
      },
    }),
    [mode, screen, choice],
  );
  const tokens = useMemo(() => ({ ...antTheme(mode, screen), algorithm: algorithms[mode] }), [mode, screen]);
  return (
    <Context value={look}>
      <StyleProvider hashPriority="high" transformers={transformers}>
        <ConfigProvider theme={tokens} locale={language === "en" ? enUs : zhCn} button={{ autoInsertSpace: false }}>
          {children}
        </ConfigProvider>
      </StyleProvider>
    </Context>
  );
}

export function useLook(): Look {
  const look = useContext(Context);
  if (!look) throw new Error("useLook outside LookProvider");
  return look;
}

function readChoice(): LookChoice {
  const choice = kept("look");
  return choice === "light" || choice === "dark" ? choice : "auto";
}
