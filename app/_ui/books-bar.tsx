import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { MESSAGE_STATES, type MessageStateName, TONE_TEXT } from "./state-colour.ts";

export type BooksPart = {
  state: MessageStateName;
  count: number;
  /** Where the people of this part are listed; without it the part is not a link. */
  href?: string;
};

/**
 * The books: one bar whose parts add up to the audience. `thin` is for a table row (bar and a text for screen
 * readers), `large` adds the legend with icon, label and number. The order is that of MESSAGE_STATES, parts of
 * nobody are left out, and every part that has somebody is at least 6 px wide however small its share.
 */
export const BooksBar = ({
  parts,
  variant = "large",
}: {
  parts: BooksPart[];
  variant?: "thin" | "large";
}) => {
  const t = useTranslations("common");
  const format = useFormatter();
  const order = Object.keys(MESSAGE_STATES) as MessageStateName[];
  const shown = order.flatMap((state) => parts.filter((part) => part.state === state && part.count > 0));
  const audience = shown.reduce((sum, part) => sum + part.count, 0);
  const words = (part: BooksPart) => `${t(`messageState.${part.state}`)} ${format.number(part.count)}`;
  const summary = t("books.summary", { audience, parts: shown.map(words).join(", ") });

  if (audience === 0) {
    return (
      <div className="flex items-center gap-2">
        <div className={`w-full rounded-full bg-default ${variant === "thin" ? "h-2" : "h-4"}`} />
        <span className={variant === "thin" ? "sr-only" : "shrink-0 text-xs text-muted"}>
          {t("books.empty")}
        </span>
      </div>
    );
  }

  return (
    <figure className="m-0 w-full min-w-24">
      <figcaption className="sr-only">{summary}</figcaption>
      <div
        aria-hidden
        className={`flex w-full gap-px overflow-hidden rounded-full ${variant === "thin" ? "h-2" : "h-4"}`}
      >
        {shown.map((part) => (
          <Segment key={part.state} part={part} title={words(part)} />
        ))}
      </div>
      {variant === "large" ? (
        <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
          {shown.map((part) => (
            <LegendEntry
              key={part.state}
              part={part}
              label={t(`messageState.${part.state}`)}
              count={format.number(part.count)}
            />
          ))}
        </ul>
      ) : null}
    </figure>
  );
};

/** One coloured part. Its link repeats the legend's for the mouse, so it is left out of the tab order. */
const Segment = ({ part, title }: { part: BooksPart; title: string }) => {
  const look = MESSAGE_STATES[part.state];
  const style = { flexGrow: part.count, flexBasis: 0, minWidth: 6 };
  const className = `block h-full transition-[flex-grow] duration-200 ${look.fill}`;
  return part.href ? (
    <Link
      href={part.href}
      tabIndex={-1}
      title={title}
      style={style}
      className={`${className} hover:brightness-110`}
    />
  ) : (
    <span title={title} style={style} className={className} />
  );
};

const LegendEntry = ({ part, label, count }: { part: BooksPart; label: string; count: string }) => {
  const { icon: Icon, tone, fill } = MESSAGE_STATES[part.state];
  const content = (
    <>
      <span aria-hidden className={`size-2.5 rounded-sm ${fill}`} />
      <Icon aria-hidden className={`size-4 ${TONE_TEXT[tone]}`} />
      <span className="text-muted">{label}</span>
      <span className="font-medium tabular-nums">{count}</span>
    </>
  );
  return (
    <li>
      {part.href ? (
        <Link href={part.href} className="flex items-center gap-1.5 hover:underline">
          {content}
        </Link>
      ) : (
        <span className="flex items-center gap-1.5">{content}</span>
      )}
    </li>
  );
};
