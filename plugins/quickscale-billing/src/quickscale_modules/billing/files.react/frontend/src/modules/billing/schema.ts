// Types of apps/billing/api_schema.json, written by `npm run schema-types`.

/**
 * Whether whoever calls may see and change what is paid.
 */
export type Access = {
  manages: boolean;
  /**
   * Whether there is anybody who pays: a team first.
   */
  pays: boolean;
  /**
   * The addresses of those who may, to be asked.
   */
  people: Array<string>;
  /**
   * Where somebody in no team makes one, or empty.
   */
  begin_at: string;
};

export type ActionEnum = "keep" | "cancel" | "resume" | "pause" | "unpause";

/**
 * What is to be done to the subscription.
 */
export type ActionRequest = {
  action: ActionEnum;
};

export type ActionsEnum =
  | "choose_plan"
  | "unpause"
  | "settle"
  | "resume"
  | "keep"
  | "change_plan"
  | "change_seats"
  | "pause"
  | "cancel";

/**
 * A plan that somebody chose.
 */
export type ChosenPlanRequest = {
  /**
   * Its key.
   */
  plan: string;
  interval: IntervalEnum;
};

/**
 * Whom invoices and receipts are sent to.
 */
export type ContactRequest = {
  /**
   * One of `contacts`.
   */
  address: string;
};

/**
 * What became of it.
 */
export type Done = {
  /**
   * For people.
   */
  said: string;
  /**
   * Where the bank asks the card's owner first; empty once it is done.
   */
  confirm_at: string;
};

/**
 * What comes with a plan.
 */
export type Feature = {
  name: string;
  label: string;
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

export type IntervalEnum = "month" | "year";

/**
 * An interval to choose.
 */
export type IntervalTab = {
  interval: IntervalEnum;
  label: string;
};

/**
 * An invoice, as Stripe has it.
 */
export type Invoice = {
  id: string;
  number?: string | null;
  status: string;
  readonly total: Money;
  readonly tax: Money;
  created_at: string;
  /**
   * Stripe's page of it.
   */
  page?: string | null;
  pdf?: string | null;
};

/**
 * How much of something a plan allows.
 */
export type Limit = {
  name: string;
  label: string;
  /**
   * `null` is as much as one likes.
   */
  allowed: number | null;
};

/**
 * So much of a currency.
 */
export type Money = {
  /**
   * In its smallest unit: `1900` are 19 dollars.
   */
  amount: number;
  /**
   * Three lower-case letters.
   */
  currency: string;
  /**
   * As people write it: `$19`.
   */
  text: string;
};

/**
 * A plan, by its name.
 */
export type NamedPlan = {
  key: string;
  name: string;
};

/**
 * A plan as whoever calls may choose it, with words for people.
 */
export type Offer = {
  key: string;
  name: string;
  description: string;
  readonly price: Money;
  /**
   * `each month, per seat`
   */
  per: string;
  /**
   * What a year saves, or empty.
   */
  saving: string;
  points: Array<string>;
  /**
   * What the button says, or empty.
   */
  button: string;
  is_current: boolean;
};

/**
 * The plans that one may change to.
 */
export type Offers = {
  /**
   * Whether there is a plan to change.
   */
  subscribed: boolean;
  interval: IntervalEnum;
  intervals: Array<IntervalTab>;
  plans: Array<Offer>;
};

/**
 * Everything of an account on one page.
 */
export type Overview = {
  plan: NamedPlan;
  state: StateEnum;
  state_label: string;
  until: string | null;
  next_plan: NamedPlan | null;
  readonly price: Price | null;
  readonly total: Money | null;
  per_seat: boolean;
  seats: number;
  /**
   * Whether seats come and go with people.
   */
  seats_follow: boolean;
  actions: Array<ActionsEnum>;
  counted_since: string;
  usage: Array<PaidUsage>;
  /**
   * What is paid with.
   */
  method: PaymentMethod | null;
  /**
   * Where invoices and receipts are sent.
   */
  contact: string;
  contacts: Array<string>;
  /**
   * The newest five.
   */
  invoices: Array<Invoice>;
  readonly purchases: Array<Purchase>;
  /**
   * Where the bank's question waits, or empty.
   */
  confirm_at: string;
  /**
   * Whether Stripe's portal is linked to.
   */
  portal: boolean;
};

export type PaginatedInvoiceList = {
  /**
   * The address of the page after it.
   */
  next: string | null;
  /**
   * The address of the page before it.
   */
  previous: string | null;
  results: Array<Invoice>;
};

/**
 * How much of a limit is used, and what that comes to.
 */
export type PaidUsage = {
  name: string;
  label: string;
  used: number;
  allowed: number | null;
  since: string;
  /**
   * As people write it: `40 of 2,000`.
   */
  text: string;
  /**
   * In words, where usage is paid; or empty.
   */
  cost: string;
};

/**
 * Something to pay with.
 */
export type PaymentMethod = {
  id: string;
  name: string;
  /**
   * `MM/YYYY`, or empty.
   */
  expires: string;
  /**
   * Whether it pays.
   */
  is_default: boolean;
};

/**
 * A plan that is sold.
 */
export type Plan = {
  key: string;
  name: string;
  description: string;
  prices: Array<Price>;
  per_seat: boolean;
  highlighted: boolean;
  trial_days: number;
  features: Array<Feature>;
  limits: Array<Limit>;
};

/**
 * Another plan, and what it comes to.
 */
export type PlanChange = {
  plan: NamedPlan;
  before: NamedPlan;
  interval: IntervalEnum;
  /**
   * Whether it begins when the period ends.
   */
  later: boolean;
  until: string | null;
  readonly preview: Preview | null;
};

/**
 * What a change comes to.
 */
export type Preview = {
  /**
   * What is charged at once; below zero, what is kept.
   */
  due_now: Money;
  lines: Array<PreviewLine>;
  tax: Money | null;
};

/**
 * A line of an invoice.
 */
export type PreviewLine = {
  text: string;
  amount: Money;
};

/**
 * What a plan costs.
 */
export type Price = {
  interval: IntervalEnum;
  price: Money;
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
 * Something that is bought once.
 */
export type Purchase = {
  key: string;
  name: string;
  description: string;
  readonly price: Money;
};

/**
 * Going on after a pause.
 */
export type Resumption = {
  plan: NamedPlan;
  readonly due_now: Money | null;
  /**
   * Whether a period begins now.
   */
  anew: boolean;
  until: string | null;
};

/**
 * Seats, and what another number of them comes to.
 */
export type SeatsChange = {
  /**
   * That are paid now.
   */
  seats: number;
  /**
   * What a form begins with.
   */
  suggested: number;
  in_use: number;
  /**
   * Whether they come and go with people.
   */
  follow: boolean;
  readonly preview: Preview | null;
};

/**
 * How many seats.
 */
export type SeatsRequest = {
  seats: number;
};

export type StateEnum =
  "free" | "trialing" | "active" | "ending" | "past_due" | "suspended" | "paused" | "incomplete";

/**
 * Which plan whoever pays has, and how they came by it.
 */
export type Subscription = {
  /**
   * The key of the plan that may be used.
   */
  plan: string;
  state: StateEnum;
  /**
   * What is paid; of one seat, if per seat.
   */
  price: Price | null;
  seats: number;
  /**
   * When the present state ends, where that is known.
   */
  until: string | null;
  /**
   * The key of the plan that follows, where it is another.
   */
  next_plan: string | null;
};

/**
 * How much of a limit is used in the present period.
 */
export type Usage = {
  name: string;
  label: string;
  used: number;
  allowed: number | null;
  since: string;
};
