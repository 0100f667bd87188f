import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";

import { Problem } from "@/app/api";
import { router } from "@/app/router";
import { endSession, SessionEnded } from "@/app/session-ended";
import { toast, Toasts } from "@/app/toasts";

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: notice }),
  mutationCache: new MutationCache({
    onError(error, _sent, _before, { meta }) {
      notice(error);
      // A form shows by itself what was refused, beside its fields.
      if (!meta?.form) toast(error.message, "error");
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the server refuses once, it refuses again.
      retry: (times, error) =>
        times < 2 && error instanceof Problem && (error.status === 0 || error.status >= 500),
    },
  },
});

function notice(error: Error) {
  if (error instanceof Problem && (error.status === 401 || error.code === "not_authenticated"))
    endSession();
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <SessionEnded />
      <Toasts />
    </QueryClientProvider>
  );
}
