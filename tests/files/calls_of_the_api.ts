// What a program in TypeScript does with the client of a project's API.
import { client, meRetrieve, teamsCreate, teamsList, teamsMembersList } from "acme-client";

function sure(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`not so: ${what}`);
}

declare const process: { env: Record<string, string> };

client.setConfig({ baseUrl: process.env["ACME_SITE"]!, auth: process.env["ACME_KEY"]! });

const me = await meRetrieve({ throwOnError: true });
sure(me.data.email.includes("@"), "the key is somebody's");

const { data: teams } = await teamsList({ throwOnError: true });
const team = teams[0]!;
const { data: page } = await teamsMembersList({
  path: { team: team.id },
  query: { limit: 1 },
  throwOnError: true,
});
sure(page.results.length === 1 && page.next !== null, "a list comes in pages");

const refused = await teamsCreate({ body: { name: "" } });
sure(refused.error?.status === 400, "a refusal is a problem");
sure(refused.error.errors?.[0]?.pointer === "#/name", "it points at the field");

const once = { body: { name: "Green Harbour" }, headers: { "Idempotency-Key": "k-1" } };
const first = await teamsCreate({ ...once, throwOnError: true });
const again = await teamsCreate({ ...once, throwOnError: true });
sure(first.data.id === again.data.id, "what is sent again is done once");

console.log("all of it holds");
