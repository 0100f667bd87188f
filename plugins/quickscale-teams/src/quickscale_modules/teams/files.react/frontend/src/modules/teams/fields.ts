/** What is asked for in several forms of teams. */

import * as z from "@/app/zod";

export const NAME = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, "Say what the team is called."),
    z.maxLength(100, "Use at most 100 characters."),
  );

export const SLUG = z
  .string()
  .check(
    z.trim(),
    z.maxLength(50, "Use at most 50 characters."),
    z.regex(
      /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
      "Use lower-case letters, digits and dashes, no dash at either end.",
    ),
  );
