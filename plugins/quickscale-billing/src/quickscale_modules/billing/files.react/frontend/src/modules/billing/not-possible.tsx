import { Alert } from "@/components/alert";

/** Why a change cannot be made, where its price would stand. */
export function NotPossible({ error }: { error: Error }) {
  return (
    <Alert variant="destructive" title="This cannot be done">
      <p>{error.message}</p>
    </Alert>
  );
}
