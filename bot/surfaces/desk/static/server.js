// Asks the server; every answer is data, and every failure becomes words for the person.

import { page } from "./page.js";

const HEADERS = { "X-Desk": "1", Accept: "application/json" };
const NO_ANSWER = "No answer from Sangam. Look at the conversation before you try again.";

export async function get(address, signal) {
  return answer(await fetch(address, { headers: HEADERS, signal, cache: "no-store" }));
}

export async function post(address, form) {
  let response;
  try {
    const headers = { ...HEADERS, "X-CSRF": page.csrf };
    response = await fetch(address, { method: "POST", body: form, headers, redirect: "error" });
  } catch {
    return { problem: NO_ANSWER };
  }
  return answer(response);
}

// For what nobody pressed a button for: no answer is no news, and nobody is thrown out while they write.
export async function whisper(address, form) {
  try {
    const headers = { ...HEADERS, "X-CSRF": page.csrf };
    const response = await fetch(address, { method: "POST", body: form, headers, redirect: "error" });
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

async function answer(response) {
  if (response.status === 401) {
    location.reload(); // signed out: the server shows the door
    return new Promise(() => {});
  }
  try {
    return await response.json();
  } catch {
    return { problem: `Sangam answered with an error (${response.status}).` };
  }
}
