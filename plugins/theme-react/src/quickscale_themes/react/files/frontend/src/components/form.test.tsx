import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { Problem } from "@/app/api";
import * as z from "@/app/zod";
import { CheckboxesField, CheckboxField, SelectField, TextField } from "@/components/field";
import { Form } from "@/components/form";

const SCHEMA = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "Say what it is called.")),
  kind: z.string(),
  uses: z.array(z.string()).check(z.minLength(1, "Choose what it is for.")),
  agreed: z.boolean(),
});

type Sent = z.output<typeof SCHEMA>;

function showForm(onSubmit: (values: Sent) => Promise<unknown>, values: Partial<Sent> = {}) {
  render(
    <Form
      schema={SCHEMA}
      labels={{ name: "Name", kind: "Kind", uses: "Uses", agreed: "Agreed" }}
      values={{ name: "", kind: "b", uses: [], agreed: false, ...values }}
      action="Save"
      onSubmit={onSubmit}
    >
      {(field) => (
        <>
          <TextField {...field("name")} description="You can change it later." />
          <SelectField
            {...field("kind")}
            choices={[
              { value: "a", label: "A", description: "About A." },
              { value: "b", label: "B", description: "About B." },
            ]}
          />
          <CheckboxesField
            {...field("uses")}
            choices={[
              { value: "x", label: "X" },
              { value: "y", label: "Y" },
            ]}
          />
          <CheckboxField {...field("agreed")} />
        </>
      )}
    </Form>,
  );
  return screen.getByRole("button", { name: "Save" });
}

const described = (element: HTMLElement) =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);

test("what is sent is what zod makes of it", async () => {
  const sent = vi.fn().mockResolvedValue(undefined);
  const button = showForm(sent);

  fireEvent.change(screen.getByLabelText("Name"), { target: { value: " Ada " } });
  fireEvent.change(screen.getByLabelText("Kind"), { target: { value: "a" } });
  fireEvent.click(screen.getByLabelText("Y"));
  fireEvent.click(screen.getByLabelText("Agreed"));
  expect(screen.getByText("About A.")).toBeDefined();
  fireEvent.click(button);

  await waitFor(() => {
    expect(sent).toHaveBeenCalledWith({ name: "Ada", kind: "a", uses: ["y"], agreed: true });
  });
});

test("each mistake is said beside its field and above the form, which the keyboard is led to", async () => {
  const sent = vi.fn();
  fireEvent.click(showForm(sent));

  const summary = await screen.findByRole("alert");
  expect(document.activeElement).toBe(summary);
  expect(summary.textContent).toContain("Name: Say what it is called.");
  expect(summary.textContent).toContain("Uses: Choose what it is for.");
  const field = screen.getByLabelText("Name");
  expect(screen.getByRole("link", { name: "Name" }).getAttribute("href")).toBe(`#${field.id}`);
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect(described(field)).toEqual(["You can change it later.", "Say what it is called."]);
  expect(sent).not.toHaveBeenCalled();

  fireEvent.change(field, { target: { value: "Ada" } });
  await waitFor(() => {
    expect(field.getAttribute("aria-invalid")).toBeNull();
  });
});

test("what the server finds wrong is shown in the same places", async () => {
  const fields = { name: "Taken.", "uses/0": "There is no such use.", team_id: "No such team." };
  fireEvent.click(
    showForm(() => Promise.reject(new Problem(400, "Not right.", "invalid", fields)), {
      name: "Ada",
      uses: ["x"],
    }),
  );

  const summary = await screen.findByRole("alert");
  expect([...summary.querySelectorAll("li")].map((it) => it.textContent)).toEqual([
    "No such team.",
    "Name: Taken.",
    "Uses: There is no such use.",
  ]);
  expect(described(screen.getByLabelText("Name"))).toContain("Taken.");
});

test("a refusal of the whole is said above the form, and gone once it succeeds", async () => {
  const sent = vi
    .fn()
    .mockRejectedValueOnce(new Problem(409, "You have too many."))
    .mockResolvedValue(undefined);
  const button = showForm(sent, { name: "Ada", uses: ["x"] });

  fireEvent.click(button);
  expect((await screen.findByRole("alert")).textContent).toContain("You have too many.");
  fireEvent.click(button);

  await waitFor(() => {
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

test("while it is being sent, it is not sent again", async () => {
  let done: (value?: unknown) => void = () => undefined;
  const sent = vi.fn(() => new Promise((resolve) => (done = resolve)));
  const button = showForm(sent, { name: "Ada", uses: ["x"] });

  fireEvent.click(button);
  await waitFor(() => {
    expect(button.getAttribute("aria-busy")).toBe("true");
  });
  fireEvent.click(button);
  done();

  await waitFor(() => {
    expect(button.getAttribute("aria-busy")).toBe("false");
  });
  expect(sent).toHaveBeenCalledOnce();
});

test("zod writes no functions for itself, which the browser would refuse", () => {
  expect(z.config().jitless).toBe(true);
});
