(function () {
  function enhance(root) {
    root.classList.add("robusta-ready");
    var panes = Array.from(root.children), bar = document.createElement("div");
    bar.setAttribute("role", "tablist");
    bar.style.cssText = "display:flex;gap:2px;border-bottom:1px solid rgba(128,128,128,.6);margin-bottom:8px";
    var buttons = panes.map(function (pane, index) {
      var head = pane.firstElementChild, button = document.createElement("button");
      button.textContent = head.textContent;
      button.setAttribute("role", "tab");
      button.style.cssText = "font:inherit;color:inherit;background:transparent;cursor:pointer;" +
        "padding:3px 12px;border:1px solid rgba(128,128,128,.6);border-bottom:0;border-radius:4px 4px 0 0";
      button.addEventListener("click", function () { show(index); });
      head.remove();
      pane.setAttribute("role", "tabpanel");
      bar.appendChild(button);
      return button;
    });
    root.insertBefore(bar, root.firstChild);
    function show(chosen) {
      panes.forEach(function (pane, index) {
        pane.style.display = index === chosen ? "" : "none";
        buttons[index].setAttribute("aria-selected", index === chosen);
        buttons[index].style.fontWeight = index === chosen ? "bold" : "normal";
        buttons[index].style.opacity = index === chosen ? 1 : 0.7;
      });
    }
    show(0);
  }
  function all() {
    document.querySelectorAll(".robusta-tabs:not(.robusta-ready)").forEach(enhance);
  }
  [0, 50, 500].forEach(function (wait) { setTimeout(all, wait); });
})();
