import { shell } from "@/app/shell-data";

const billing = `${shell.base}settings/billing/`;

/** The pages about money: those of the app, and those that the server draws. */
export const places = {
  overview: billing,
  invoices: `${billing}invoices/`,
  methods: `${billing}payment-methods/`,
  addMethod: `${billing}payment-methods/add/`,
  portal: `${billing}portal/`,
  plan: `${billing}plan/`,
  unpause: `${billing}plan/unpause/`,
  seats: `${billing}seats/`,
  pricing: `${shell.base}billing/pricing/`,
  buy: `${shell.base}billing/buy/`,
  members: `${shell.base}settings/members/`,
};
