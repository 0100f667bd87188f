/** Leave the app for a page of Stripe's, such as the bank's question. */
export function leave(address: string) {
  window.location.assign(address);
}
