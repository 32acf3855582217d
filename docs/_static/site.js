// The theme's arrows in the navigation have no name for those who do not see them.
document.querySelectorAll("nav details > summary").forEach((arrow) => {
  arrow.setAttribute("aria-label", `Pages below ${arrow.closest("li").querySelector("a").textContent.trim()}`);
});
