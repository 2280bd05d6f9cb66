(function () {
  function value(cell) {
    var exact = cell.getAttribute("data-v");
    return exact === null ? cell.textContent : exact;
  }
  function quoted(text) {
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  function compare(a, b) {
    // What is missing comes last, whatever the order.
    if (a === "" || b === "") return a === b ? 0 : a === "" ? 2 : -2;
    var x = Number(a), y = Number(b);
    if (!isNaN(x) && !isNaN(y)) return Math.sign(x - y);
    return Math.sign(a.localeCompare(b, undefined, { numeric: true }));
  }
  function enhance(root) {
    root.classList.add("robusta-ready");
    var table = root.querySelector("table"), body = table.tBodies[0];
    var heads = Array.from(table.tHead.rows[0].cells), rows = Array.from(body.rows);
    var count = root.querySelector(".robusta-count"), told = count.textContent;
    var tools = document.createElement("div");
    tools.className = "robusta-tools";
    var filter = document.createElement("input");
    filter.type = "search";
    filter.placeholder = "filter rows";
    filter.setAttribute("aria-label", "filter rows");
    var save = document.createElement("button");
    save.textContent = "CSV";
    save.title = "save the rows that are shown as CSV";
    tools.append(filter, save);
    // A notebook takes keys as commands unless they are kept from it.
    ["keydown", "keyup", "keypress"].forEach(function (type) {
      filter.addEventListener(type, function (event) { event.stopPropagation(); });
    });
    if (rows.length > 1) root.insertBefore(tools, root.querySelector(".robusta-scroll"));
    filter.addEventListener("input", function () {
      var words = filter.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        var fits = words.every(function (word) { return text.indexOf(word) >= 0; });
        row.style.display = fits ? "" : "none";
        if (fits) shown++;
      });
      count.textContent = words.length ? shown + " of " + told : told;
    });
    var sorted = -1, direction = 1;
    heads.forEach(function (head, index) {
      var mark = document.createElement("span");
      head.append(mark);
      head.tabIndex = 0;
      function sort() {
        direction = sorted === index ? -direction : 1;
        sorted = index;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
        heads.forEach(function (other) { other.lastChild.textContent = ""; });
        mark.textContent = direction > 0 ? " \u25b2" : " \u25bc";
        rows.slice().sort(function (a, b) {
          var order = compare(value(a.cells[index]), value(b.cells[index]));
          return Math.abs(order) === 2 ? order : direction * order;
        }).forEach(function (row) { body.appendChild(row); });
      }
      head.addEventListener("click", sort);
      head.addEventListener("keydown", function (event) {
        if (event.key === "Enter") { event.stopPropagation(); sort(); }
      });
    });
    save.addEventListener("click", function () {
      var lines = [heads.map(function (head) {
        return quoted(head.textContent.slice(0, head.textContent.length - head.lastChild.textContent.length));
      })];
      Array.from(body.rows).forEach(function (row) {
        if (row.style.display !== "none") {
          lines.push(Array.from(row.cells).map(function (cell) { return quoted(value(cell)); }));
        }
      });
      var text = lines.map(function (line) { return line.join(","); }).join("\n") + "\n";
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      link.download = root.getAttribute("data-name").replace(/[^\w-]+/g, "-") + ".csv";
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    });
  }
  function all() {
    document.querySelectorAll(".robusta-table:not(.robusta-ready)").forEach(enhance);
  }
  // Some pages run this before what it stands in is a part of them.
  [0, 50, 500].forEach(function (wait) { setTimeout(all, wait); });
})();
