(function () {
  function draw(place, Plotly) {
    var chart = JSON.parse(place.getAttribute("data-chart"));
    var color = getComputedStyle(place).color, rule = "rgba(128,128,128,0.3)";
    var box = document.createElement("div");
    [["b", chart.title], ["small", chart.note]].forEach(function (part) {
      if (!part[1]) return;
      var line = document.createElement("div"), text = document.createElement(part[0]);
      text.textContent = part[1];
      line.appendChild(text);
      box.appendChild(line);
    });
    var row = document.createElement("div");
    row.style.cssText = "display:flex;flex-wrap:wrap;gap:8px";
    box.appendChild(row);
    return Promise.all(chart.plots.map(function (plot) {
      var at = document.createElement("div"), layout = plot.layout;
      row.appendChild(at);
      layout.font = { color: color, size: 12 };
      layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
      layout.margin = { l: 64, r: 16, t: layout.title ? 40 : 16, b: 48 };
      layout.legend = { orientation: "h", y: 1.02, yanchor: "bottom" };
      layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: "rgba(128,128,128,0.8)", activecolor: color };
      layout.hovermode = "x unified";
      layout.hoverlabel = { font: { color: "#1a1a1a" }, bgcolor: "#ffffff" };
      [layout.xaxis, layout.yaxis].forEach(function (axis) {
        axis.gridcolor = axis.zerolinecolor = axis.linecolor = rule;
        axis.automargin = true;
      });
      if (layout.title && plot.data.length > 1) layout.margin.t = 72;
      return Plotly.newPlot(at, plot.data, layout, { displaylogo: false, responsive: false });
    })).then(function () { place.replaceChildren(box); });
  }
  window.robustaCharts = function () {
    var Plotly = window.robustaPlotly;
    if (!Plotly) return;
    document.querySelectorAll(".robusta-chart:not(.robusta-ready)").forEach(function (place) {
      place.classList.add("robusta-ready");
      draw(place, Plotly).catch(function (e) { console.warn("robusta: the picture stays", e); });
    });
  };
  // Some pages run this before what it stands in is a part of them.
  [0, 50, 500].forEach(function (wait) { setTimeout(window.robustaCharts, wait); });
})();
