import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

/**
 * What other modules show on this page, as the server drew it: the first page has it, and later it
 * is taken from the page at the same address.
 */
export function PageParts({ id, address }: { id: string; address: string }) {
  const place = useRef<HTMLDivElement>(null);
  const { data } = useQuery({
    queryKey: ["parts", id, address],
    queryFn: async () => {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return page.getElementById(id)?.innerHTML ?? "";
    },
    initialData: () => document.getElementById(id)?.innerHTML,
  });
  useEffect(() => {
    // The server's own markup; scripts in it would not run.
    place.current?.replaceChildren(
      ...new DOMParser().parseFromString(data ?? "", "text/html").body.childNodes,
    );
  }, [data]);
  return <div ref={place} />;
}
