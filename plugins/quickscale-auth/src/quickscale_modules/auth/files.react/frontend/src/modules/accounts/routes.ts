import type { PageRoute } from "@/app/pages";

export const routes: PageRoute[] = [
  { path: "/settings/profile/", page: () => import("./profile") },
  { path: "/settings/profile/delete/", page: () => import("./delete-account") },
  { path: "/settings/email/", page: () => import("./email") },
  { path: "/settings/sessions/", page: () => import("./sessions") },
  { path: "/settings/security/", page: () => import("./security") },
  { path: "/settings/security/activity/", page: () => import("./activity") },
  { path: "/settings/security/password/", page: () => import("./password") },
  { path: "/settings/security/password/set/", page: () => import("./password") },
  { path: "/settings/security/app/activate/", page: () => import("./set-up-app") },
  { path: "/settings/security/app/deactivate/", page: () => import("./remove-app") },
  { path: "/settings/security/recovery-codes/", page: () => import("./recovery-codes") },
  { path: "/settings/security/recovery-codes/generate/", page: () => import("./recovery-codes") },
  { path: "/settings/security/passkeys/", page: () => import("./passkeys") },
  { path: "/settings/security/passkeys/add/", page: () => import("./add-passkey") },
  { path: "/settings/security/passkeys/$id/", page: () => import("./passkeys") },
  { path: "/settings/security/passkeys/$id/remove/", page: () => import("./passkeys") },
];
