// The sign-in page: its language and colours, and the way back to where one wanted to go.
{
  const page = window.assistantPage;
  const root = document.documentElement;
  if (root.hasAttribute("data-again")) location.replace(`/${location.hash}`);
  document.querySelector("form").action = `/login${location.hash}`;

  const speak = (language) => {
    page.translate(root);
    for (const choice of document.querySelectorAll("[data-language-choice]")) {
      choice.setAttribute("aria-pressed", String(choice.dataset.languageChoice === language));
    }
  };
  document.querySelector(".languages").addEventListener("click", (event) => {
    const choice = event.target.closest("[data-language-choice]");
    if (choice) page.choose(choice.dataset.languageChoice);
  });
  page.on("language", speak);
  speak(page.language);

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tint = () => root.classList.toggle("dark", dark.matches);
  dark.addEventListener("change", tint);
  tint();
}
