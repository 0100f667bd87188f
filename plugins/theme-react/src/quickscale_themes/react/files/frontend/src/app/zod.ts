/**
 * zod in its small form, https://zod.dev/packages/mini, without the functions that it would write
 * for itself, which the Content-Security-Policy refuses.
 */

import { config } from "zod/mini";

config({ jitless: true });

export * from "zod/mini";
