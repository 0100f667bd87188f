// Types of apps/accounts/api_schema.json, written by `npm run schema-types`.

/**
 * The end of the account.
 */
export type AccountDeletion = {
  /**
   * What is in the way, in sentences.
   */
  readonly obstacles: Array<string>;
};

/**
 * The end of the account.
 */
export type AccountDeletionRequest = {
  /**
   * The account's address.
   */
  confirmation: string;
};

/**
 * Something that happened to the account.
 */
export type AccountEvent = {
  /**
   * What happened
   */
  kind: KindEnum;
  /**
   * What happened, in words.
   */
  text: string;
  /**
   * Which one, in words.
   */
  detail: string;
  /**
   * Whether it may be somebody else's doing.
   */
  readonly is_warning: boolean;
  /**
   * Return the browser and system it was done with, in words.
   */
  readonly device: string;
  /**
   * IP address
   */
  ip?: string | null;
  /**
   * When
   */
  readonly created_at: string;
};

/**
 * How the account is protected.
 */
export type AccountProtection = {
  /**
   * The kinds of second factor that the site offers.
   */
  offered: Array<OfferedEnum>;
  has_password: boolean;
  /**
   * Whether it has an authenticator app.
   */
  has_app: boolean;
  app_used_at: string | null;
  /**
   * How many.
   */
  passkeys: number;
  /**
   * How many are left.
   */
  recovery_codes: number | null;
  has_second_factor: boolean;
  /**
   * The ways to say again who is there.
   */
  confirm_by: Array<ConfirmByEnum>;
  /**
   * Whether a passkey alone may sign in on this site.
   */
  passkey_signs_in: boolean;
  /**
   * What is sent to a new address.
   */
  verification: VerificationEnum;
};

export type ConfirmByEnum = "password" | "code" | "app" | "passkey";

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

export type KindEnum =
  | "signed_up"
  | "signed_in"
  | "signed_out"
  | "sign_in_failed"
  | "code_rejected"
  | "locked_out"
  | "password_changed"
  | "password_set"
  | "password_reset"
  | "email_verified"
  | "email_changed"
  | "factor_added"
  | "factor_removed"
  | "recovery_codes_renewed"
  | "connection_added"
  | "connection_removed"
  | "credentials_removed"
  | "session_ended"
  | "data_exported";

/**
 * The account of whoever calls.
 */
export type Me = {
  readonly id: string;
  /**
   * E-mail address
   */
  readonly email: string;
  name?: string;
  /**
   * Times are shown in this zone. Empty means the site's own.
   */
  time_zone?: string;
  readonly joined_at: string;
};

export type OfferedEnum = "totp" | "webauthn" | "recovery_codes";

export type PaginatedAccountEventList = {
  /**
   * The address of the page after it.
   */
  next: string | null;
  /**
   * The address of the page before it.
   */
  previous: string | null;
  results: Array<AccountEvent>;
};

/**
 * The account of whoever calls.
 */
export type PatchedMeRequest = {
  name?: string;
  /**
   * Times are shown in this zone. Empty means the site's own.
   */
  time_zone?: string;
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
 * A place where the account is signed in.
 */
export type Session = {
  /**
   * Return what the API calls it.
   */
  readonly id: string;
  /**
   * Return its browser and system, in words.
   */
  readonly device: string;
  ip: string;
  created_at: string;
  last_seen_at: string;
  /**
   * Tell whether it is the one that calls.
   */
  readonly is_current: boolean;
};

export type VerificationEnum = "code" | "link";
