// Types of apps/teams/api_schema.json, written by `npm run schema-types`.

/**
 * A deleted team that its owner can still bring back.
 */
export type DeletedTeam = {
  id: string;
  name: string;
  slug: string;
  /**
   * When it is deleted for good.
   */
  purge_at: string;
};

/**
 * Something that happened to a team or its members.
 */
export type Event = {
  kind: string;
  /**
   * What happened, in one sentence.
   */
  readonly text: string;
  who: string;
  at: string;
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
 * A way into a team for one address; its link is in the e-mail alone.
 */
export type Invitation = {
  readonly id: string;
  /**
   * E-mail address
   */
  email: string;
  role: string;
  readonly invited_by: Person | null;
  /**
   * Sent
   */
  readonly created_at: string;
  /**
   * Expires
   */
  readonly expires_at: string;
};

/**
 * A way into a team for one address; its link is in the e-mail alone.
 */
export type InvitationRequest = {
  /**
   * E-mail address
   */
  email: string;
  role: string;
};

/**
 * Somebody in a team.
 */
export type Member = {
  /**
   * The person's.
   */
  readonly id: string;
  readonly user: Person;
  role: string;
  readonly joined_at: string;
};

export type PaginatedEventList = {
  /**
   * The address of the page after it.
   */
  next: string | null;
  /**
   * The address of the page before it.
   */
  previous: string | null;
  results: Array<Event>;
};

export type PaginatedInvitationList = {
  /**
   * The address of the page after it.
   */
  next: string | null;
  /**
   * The address of the page before it.
   */
  previous: string | null;
  results: Array<Invitation>;
};

export type PaginatedMemberList = {
  /**
   * The address of the page after it.
   */
  next: string | null;
  /**
   * The address of the page before it.
   */
  previous: string | null;
  results: Array<Member>;
};

/**
 * Somebody in a team.
 */
export type PatchedMemberRequest = {
  role?: string;
};

/**
 * A team, as one of its members sees it.
 */
export type PatchedTeamRequest = {
  name?: string;
  slug?: string;
};

/**
 * A member, as others see them.
 */
export type Person = {
  id: string;
  name: string;
  email: string;
};

/**
 * A member, as others see them.
 */
export type PersonRequest = {
  id: string;
  name: string;
  email: string;
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
 * What members may be.
 */
export type Role = {
  name: string;
  label: string;
  description: string;
  is_owner: boolean;
  permissions: Array<string>;
};

/**
 * How many are in a team, and what one more means.
 */
export type Seats = {
  /**
   * How many members there are.
   */
  in_use: number;
  /**
   * How many invitations can still be accepted.
   */
  invited: number;
  /**
   * What one more member means, in sentences.
   */
  notes: Array<string>;
};

/**
 * A team, as one of its members sees it.
 */
export type Team = {
  readonly id: string;
  name: string;
  slug?: string;
  readonly is_personal: boolean;
  readonly member_count: number;
  readonly role: string;
  /**
   * Return what the role allows, of all that any role allows.
   */
  readonly permissions: Array<string>;
};

/**
 * A team, as one of its members sees it.
 */
export type TeamRequest = {
  name: string;
  slug?: string;
};

/**
 * Who owns a team from now on.
 */
export type TransferRequest = {
  /**
   * The id of a person who is in the team.
   */
  member: string;
};
