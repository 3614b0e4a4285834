/** A list of the table: rows to read and search; one opens beside it to be changed. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined, WarningFilled } from "@ant-design/icons";
import Button from "antd/es/button";
import Drawer from "antd/es/drawer";
import Input from "antd/es/input";
import { type ReactNode, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { useWords } from "../../../i18n/language.tsx";
import { useLook } from "../../../look/look.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { settingsWords } from "../words.ts";
import { Fields, propertiesOf } from "./fields.tsx";
import { pointer, useForm } from "./form-context.ts";
import { isWrong } from "./problem.ts";
import { isObject, type Json, keyOf } from "./rows.ts";
import { emptyOf, type Schema, shapeOf } from "./schema.ts";

type Props = { list: string; rows: Json[]; item: Schema; columns?: string[]; marked?: number | null; side?: ReactNode };

const firstRows = 100;
const mostColumns = 6;

export function RowTable({ list, rows, item, columns = columnsOf(item), marked = null, side }: Props) {
  const { names, problems, change } = useForm();
  const words = useWords(settingsWords);
  const [search, setSearch] = useSearchWord();
  const [shown, setShown] = useState(firstRows);
  const [open, setOpen] = useState<number | null>(null);
  const indexed = rows.map((row, index) => ({ row, index, text: textOf(row, names.value) }));
  const found = indexed.filter(({ text }) =>
    search
      .trim()
      .split(/\s+/)
      .every((word) => text.includes(word.toLowerCase())),
  );
  const add = () => {
    change?.([list], [...rows, emptyOf(item)]);
    setOpen(rows.length);
  };
  return (
    <Panel title={names.list(list)} side={side} className="panel-list">
      <div className="row-tools">
        {rows.length > 8 && (
          <Input.Search
            className="row-search"
            allowClear
            aria-label={words.rows.search}
            placeholder={words.rows.search}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        {change && (
          <Button icon={<PlusOutlined aria-hidden />} onClick={add}>
            {words.rows.add}
          </Button>
        )}
      </div>
      {rows.length === 0 && <p className="dim row-none">{words.rows.none}</p>}
      {found.length > 0 && (
        <Rows
          {...{ list, columns, marked }}
          rows={found.slice(0, shown)}
          open={setOpen}
          isWrong={(index) => isWrong(problems, pointer([list, index]))}
        />
      )}
      {search !== "" && <p className="list-foot dim">{words.rows.found(found.length, rows.length)}</p>}
      {found.length > shown && (
        <p className="list-foot dim">
          <span>{words.rows.first(shown, found.length)}</span>
          <button type="button" className="link" onClick={() => setShown(shown + firstRows)}>
            {words.rows.more}
          </button>
        </p>
      )}
      <RowDrawer {...{ list, rows, item }} index={open} open={setOpen} />
    </Panel>
  );
}

/** In the address, so that what was found can be shared. */
function useSearchWord(): [string, (text: string) => void] {
  const [path, go] = useLocation();
  const search = new URLSearchParams(useSearch());
  const put = (text: string) => go(text === "" ? path : `${path}?q=${encodeURIComponent(text)}`, { replace: true });
  return [search.get("q") ?? "", put];
}

type RowsProps = {
  list: string;
  columns: string[];
  marked: number | null;
  rows: { row: Json; index: number }[];
  open: (index: number) => void;
  isWrong: (index: number) => boolean;
};

function Rows({ list, columns, marked, rows, open, isWrong: wrong }: RowsProps) {
  const { names, change } = useForm();
  const words = useWords(settingsWords);
  const { screen } = useLook();
  const cell = (row: Json, column: string) =>
    names.value(column, isObject(row) ? row[column] : row) || names.blank(column);
  const tone = (index: number) => (index === marked ? "row-marked" : wrong(index) ? "row-wrong" : undefined);
  const opener = (index: number, text: string) => (
    <button type="button" className="link row-open" onClick={() => open(index)}>
      {wrong(index) && <WarningFilled aria-hidden />} {text || words.rows.numbered(index + 1)}
    </button>
  );
  if (screen === "phone")
    return (
      <ul className="work-cards" aria-label={names.list(list)}>
        {rows.map(({ row, index }) => (
          <li key={`${index} ${keyOf(row, index)}`} className={`plain-card ${tone(index) ?? ""}`}>
            {opener(index, cell(row, columns[0] as string))}
            {columns.slice(1).map((column) => {
              const text = cell(row, column);
              return (
                text && (
                  <p key={column}>
                    <span className="dim">{names.field(column)}</span> {text}
                  </p>
                )
              );
            })}
          </li>
        ))}
      </ul>
    );
  return (
    <div className="table-scroll">
      <table className="work-table plain-table" aria-label={names.list(list)}>
        <thead>
          <tr>
            <th scope="col">#</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {names.field(column)}
              </th>
            ))}
            <th scope="col" aria-label={change ? words.rows.edit : words.rows.open} />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, index }) => (
            <tr key={`${index} ${keyOf(row, index)}`} className={tone(index)} onDoubleClick={() => open(index)}>
              <td className="dim">{index + 1}</td>
              {columns.map((column) => (
                <td key={column}>
                  <span className="cell-text">{cell(row, column)}</span>
                </td>
              ))}
              <td className="cell-act">{opener(index, change ? words.rows.edit : words.rows.open)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type DrawerProps = {
  list: string;
  rows: Json[];
  item: Schema;
  index: number | null;
  open: (index: number | null) => void;
};

function RowDrawer({ list, rows, item, index, open }: DrawerProps) {
  const { names, change } = useForm();
  const words = useWords(settingsWords);
  const { screen } = useLook();
  const row = index === null ? undefined : rows[index];
  const swap = (by: number) => {
    if (index === null || row === undefined) return;
    const others = rows.filter((_, at) => at !== index);
    change?.([list], [...others.slice(0, index + by), row, ...others.slice(index + by)]);
    open(index + by);
  };
  const remove = () => {
    if (index !== null) change?.([list, index], undefined);
    open(null);
  };
  const title =
    row === undefined || index === null ? "" : titleOf(row, index, names.value) || words.rows.numbered(index + 1);
  return (
    <Drawer
      open={row !== undefined}
      title={title}
      onClose={() => open(null)}
      size={screen === "phone" ? "100%" : "large"}
      extra={
        <Button type="primary" onClick={() => open(null)}>
          {words.rows.done}
        </Button>
      }
    >
      {row !== undefined && index !== null && (
        <>
          <Fields schema={item} value={row} path={[list, index]} />
          {change && (
            <div className="row-acts">
              <Button disabled={index === 0} icon={<ArrowUpOutlined aria-hidden />} onClick={() => swap(-1)}>
                {words.rows.up}
              </Button>
              <Button
                disabled={index === rows.length - 1}
                icon={<ArrowDownOutlined aria-hidden />}
                onClick={() => swap(1)}
              >
                {words.rows.down}
              </Button>
              <Button danger icon={<DeleteOutlined aria-hidden />} onClick={remove}>
                {words.rows.remove}
              </Button>
            </div>
          )}
        </>
      )}
    </Drawer>
  );
}

type Say = (field: string, value: Json | undefined) => string;

export function titleOf(row: Json, index: number, say: Say): string {
  if (!isObject(row)) return say("", row);
  const named = ["name", "title", "class", "to"].map((field) => say(field, row[field])).find((text) => text !== "");
  const key = keyOf(row, index);
  return named ?? (key === `${index + 1}` ? "" : key);
}

function textOf(row: Json, say: Say): string {
  const parts = isObject(row) ? Object.entries(row).map(([name, value]) => say(name, value)) : [say("", row)];
  return `${parts.join(" ")} ${JSON.stringify(row)}`.toLowerCase();
}

/** The first short fields; names before ids. */
function columnsOf(item: Schema): string[] {
  const isShort = (schema: Schema) => !["rows", "record", "group", "free"].includes(shapeOf(schema).kind);
  const isWords = (name: string) => name === "title" || name === "about" || name === "name";
  const names = Object.entries(propertiesOf(item))
    .filter(([name, schema]) => isShort(schema) || isWords(name))
    .map(([name]) => name);
  const rank = (name: string) => ({ name: 0, title: 0, id: 9, code: 9 })[name] ?? 1;
  return names.sort((a, b) => rank(a) - rank(b)).slice(0, mostColumns);
}
