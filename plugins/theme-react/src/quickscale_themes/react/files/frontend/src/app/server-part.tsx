import { useEffect, useRef } from "react";

/** A part that the server drew into the page for every theme, such as a module's notice. */
export function ServerPart({ id }: { id: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const part = document.getElementById(id);
    const home = part?.parentElement;
    if (!part || !home || !part.firstElementChild) return undefined;
    place.current?.append(part);
    return () => {
      home.append(part);
    };
  }, [id]);
  return <div ref={place} />;
}
