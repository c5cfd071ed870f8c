"use client";

import { useEffect, useRef, useState } from "react";
import { previewDocument } from "./preview-html.ts";

type PreviewFrameProps = {
  html: string;
  title: string;
  /** How wide the reader's window is; drawn smaller where there is less room. */
  width: number;
  isDark?: boolean;
  className?: string;
  /** A picture of the mail and not a thing to use: nothing in it takes the pointer or the focus. */
  isPicture?: boolean;
};

/** A mail in a frame without scripts and without an origin, at a reader's width. */
export const PreviewFrame = ({
  html,
  title,
  width,
  isDark = false,
  className = "",
  isPicture = false,
}: PreviewFrameProps) => {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (!place.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setRoom({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const scale = room.width === 0 ? 0 : Math.min(1, room.width / width);
  return (
    <div ref={place} className={`relative overflow-hidden ${className}`}>
      {scale > 0 ? (
        <iframe
          title={title}
          srcDoc={previewDocument(html, isDark)}
          sandbox=""
          loading="lazy"
          referrerPolicy="no-referrer"
          {...(isPicture ? { tabIndex: -1, "aria-hidden": true } : {})}
          style={{
            width,
            height: room.height / scale,
            transform: `translateX(${Math.max(0, (room.width - width * scale) / 2)}px) scale(${scale})`,
            transformOrigin: "top left",
          }}
          className={`absolute top-0 left-0 border-0 ${isDark ? "bg-black" : "bg-white"} ${isPicture ? "pointer-events-none" : ""}`}
        />
      ) : null}
    </div>
  );
};
