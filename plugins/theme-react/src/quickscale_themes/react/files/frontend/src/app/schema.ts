// Types of apps/api/api_schema.json, written by `npm run schema-types`.

/**
 * Something that happened.
 */
export type Activity = {
  text: string;
  at: string;
  who: string;
  icon: string;
};

/**
 * The links of each area.
 */
export type Areas = {
  /**
   * The signed-in sidebar.
   */
  main: Array<Link>;
  /**
   * The public header, for everybody.
   */
  public: Array<Link>;
  /**
   * The public header, for visitors.
   */
  anonymous: Array<Link>;
  /**
   * The menu of whoever is signed in.
   */
  user: Array<Link>;
  footer: Array<Link>;
};

/**
 * Values over time, the oldest first.
 */
export type Chart = {
  label: string;
  summary: string;
  /**
   * The largest value, and at least 1.
   */
  top: number;
  points: Array<Point>;
};

/**
 * A chart, or what will be there.
 */
export type ChartCard = {
  title: string;
  empty: string;
  icon: string;
  chart: Chart | null;
};

/**
 * A step of the checklist for a first sign-in.
 */
export type ChecklistStep = {
  label: string;
  body: string;
  href: string;
  icon: string;
  done: boolean;
};

/**
 * Everything the dashboard shows but the cards with markup of their own.
 */
export type Dashboard = {
  checklist: Array<ChecklistStep>;
  numbers: Array<Number>;
  charts: Array<ChartCard>;
  tasks: Array<Task>;
  /**
   * Whether any part knows of things to do.
   */
  has_tasks: boolean;
  activity: Array<Activity>;
};

/**
 * Something to open or to do.
 */
export type Entry = {
  label: string;
  href: string;
  icon: string;
  /**
   * Whose initials take the icon's place, or empty.
   */
  avatar: string;
  method: MethodEnum;
  /**
   * Whether it is the one of several in use.
   */
  chosen: boolean;
};

/**
 * Entries under one heading.
 */
export type EntryGroup = {
  label: string;
  entries: Array<Entry>;
};

/**
 * What is wrong with one field.
 */
export type FieldError = {
  /**
   * Where, as a JSON pointer: `#/email`.
   */
  pointer: string;
  /**
   * For programs.
   */
  code: string;
  /**
   * For people.
   */
  detail: string;
};

/**
 * Whose a key can be.
 */
export type Holder = {
  /**
   * Null for a person's own key.
   */
  team_id: string | null;
  label: string;
};

/**
 * A key, without its secret.
 */
export type Key = {
  readonly id: string;
  name: string;
  /**
   * Begins with
   */
  readonly prefix: string;
  team_id?: string | null;
  scopes: Array<string>;
  /**
   * Made
   */
  readonly created_at: string;
  /**
   * Expires
   */
  expires_at?: string | null;
  /**
   * Last used
   */
  readonly last_used_at: string | null;
  /**
   * Revoked
   */
  readonly revoked_at: string | null;
  /**
   * Tell whether it was neither revoked nor has expired.
   */
  readonly is_open: boolean;
  readonly made_by: string;
};

/**
 * A key, without its secret.
 */
export type KeyRequest = {
  name: string;
  team_id?: string | null;
  scopes: Array<string>;
  /**
   * Expires
   */
  expires_at?: string | null;
};

/**
 * A link of the site.
 */
export type Link = {
  label: string;
  href: string;
  icon: string;
  method: MethodEnum;
  primary: boolean;
  /**
   * Whose settings it leads to, in words; else empty.
   */
  group: string;
};

export type MethodEnum = "get" | "post";

/**
 * What a visitor finds on the site.
 */
export type Navigation = {
  site_name: string;
  areas: Areas;
  /**
   * The sections of the settings area.
   */
  settings: Array<Link>;
};

/**
 * A key that was just made, with its text, which is shown this once.
 */
export type NewKey = {
  readonly id: string;
  name: string;
  /**
   * Begins with
   */
  readonly prefix: string;
  team_id?: string | null;
  scopes: Array<string>;
  /**
   * Made
   */
  readonly created_at: string;
  /**
   * Expires
   */
  expires_at?: string | null;
  /**
   * Last used
   */
  readonly last_used_at: string | null;
  /**
   * Revoked
   */
  readonly revoked_at: string | null;
  /**
   * Tell whether it was neither revoked nor has expired.
   */
  readonly is_open: boolean;
  readonly made_by: string;
  readonly key: string;
};

/**
 * How much of something there is.
 */
export type Number = {
  label: string;
  /**
   * As people write it: `1,240`, `$294`.
   */
  value: string;
  hint: string;
  trend: TrendEnum;
  change: string;
  href: string;
};

export type PaginatedKeyList = {
  /**
   * The address of the page after it.
   */
  next: string | null;
  /**
   * The address of the page before it.
   */
  previous: string | null;
  results: Array<Key>;
};

/**
 * One value of a chart.
 */
export type Point = {
  label: string;
  value: number;
};

/**
 * A refusal, by RFC 9457.
 */
export type Problem = {
  /**
   * Always `about:blank`; `code` tells problems apart.
   */
  type: string;
  /**
   * What the status means.
   */
  title: string;
  /**
   * The status, once more.
   */
  status: number;
  /**
   * What is the matter, for people.
   */
  detail: string;
  /**
   * What is the matter, for programs.
   */
  code: string;
  /**
   * What the site's log calls the request.
   */
  request_id: string;
  /**
   * What is wrong with each field.
   */
  errors?: Array<FieldError>;
};

/**
 * What a key may be used for.
 */
export type Scope = {
  name: string;
  label: string;
};

/**
 * Something to do.
 */
export type Task = {
  text: string;
  action: string;
  href: string;
  detail: string;
  icon: string;
  urgent: boolean;
};

export type TrendEnum = "level" | "up" | "down";
