/** Where the pages of teams stand, in the present team and outside of any. */

import { shell } from "@/app/shell-data";

/** Where the site begins outside of any team; the server puts "t/acme/" before a team's pages. */
export const site = shell.base.replace(/t\/[a-z0-9-]+\/$/, "");

/** Where the pages of a team begin; in the session mode the session says which team. */
export const baseOf = (slug: string) => (site === shell.base ? site : `${site}t/${slug}/`);

export const addresses = {
  list: `${site}teams/`,
  create: `${site}teams/new/`,
  overview: `${shell.base}teams/overview/`,
  settings: `${shell.base}settings/team/`,
  activity: `${shell.base}settings/team/activity/`,
  transfer: `${shell.base}settings/team/transfer/`,
  delete: `${shell.base}settings/team/delete/`,
  members: `${shell.base}settings/members/`,
  invite: `${shell.base}settings/members/invite/`,
};
