/** What happened to a ticket, in order. */
import {
  BellOutlined,
  CameraOutlined,
  CheckCircleOutlined,
  CheckOutlined,
  EditOutlined,
  EyeOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
  ReloadOutlined,
  RollbackOutlined,
  SendOutlined,
  StopOutlined,
  ToolOutlined,
} from "@ant-design/icons";
import type { TicketStory } from "../../../http/views.ts";
import { now } from "../../clock.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { useDevices, useGateways } from "../../queries.ts";
import { momentText } from "../../words/moment.ts";

const icons = {
  report: BellOutlined,
  relapse: ReloadOutlined,
  clear: CheckCircleOutlined,
  register: FileTextOutlined,
  dispatch: SendOutlined,
  accept: ToolOutlined,
  submit: FileDoneOutlined,
  close: CheckOutlined,
  return: RollbackOutlined,
  void: StopOutlined,
  acknowledge: EyeOutlined,
  note: EditOutlined,
  photo: CameraOutlined,
  shelve: PauseCircleOutlined,
  unshelve: PlayCircleOutlined,
};

export function TicketStoryList({ ticket }: { ticket: TicketStory }) {
  const { t, say, language } = useSpeech();
  const gateway = useGateways().data?.find((each) => each.id === ticket.gateway);
  const device = useDevices().data?.find((each) => each.gateway === ticket.gateway && each.id === ticket.device);
  /** A person, the gateway, or the sensor as `gateway/device`. */
  const nameOf = (actor: string) => {
    if (actor === ticket.gateway) return gateway?.title ?? actor;
    return device && actor === `${ticket.gateway}/${ticket.device}` ? say(device.title) : actor;
  };
  return (
    <ol className="story" aria-label={t.ticket.story}>
      {ticket.story.map((entry) => {
        const Icon = icons[entry.move];
        const photo = entry.photo === undefined ? null : `/api/tickets/${ticket.id}/photos/${entry.photo}`;
        return (
          <li
            key={`${entry.at} ${entry.move} ${entry.actor} ${entry.photo ?? entry.reason ?? ""}`}
            className={`story-${entry.move}`}
          >
            <i aria-hidden>
              <Icon />
            </i>
            <div>
              <p>
                <b>{t.ticket.events[entry.move]}</b>{" "}
                {entry.move === "dispatch" && entry.assignee !== undefined && t.ticket.to(entry.assignee)}{" "}
                <span className="dim">{t.ticket.by(nameOf(entry.actor))}</span>
              </p>
              {entry.reason !== undefined && <blockquote>{entry.reason}</blockquote>}
              {photo !== null && (
                <a href={photo} target="_blank" rel="noreferrer">
                  <img className="story-photo" src={photo} alt={t.ticket.events.photo} loading="lazy" />
                </a>
              )}
              {entry.move === "photo" && photo === null && <p className="dim">{t.ticket.photoMissing}</p>}
            </div>
            <time dateTime={new Date(entry.at).toISOString()}>{momentText(entry.at, now(), language)}</time>
          </li>
        );
      })}
    </ol>
  );
}
