// Dark, as most people have it, or light: as the address says, else as chosen before.

const KEPT = "simulated-discord-theme";

export function startTheme(button) {
  const asked = new URLSearchParams(location.search).get("theme");
  show(asked ?? localStorage.getItem(KEPT) ?? "dark");
  button?.addEventListener("click", () => {
    const other = document.documentElement.dataset.theme === "light" ? "dark" : "light";
    localStorage.setItem(KEPT, other);
    show(other);
  });
}

function show(theme) {
  document.documentElement.dataset.theme = theme;
}
