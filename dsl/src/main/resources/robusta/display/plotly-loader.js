(function (text) {
  if (window.robustaPlotly) return;
  var bytes = Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); });
  var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  new Response(stream).text().then(function (source) {
    // A page with RequireJS has a define, one with Node a module: neither shall catch it.
    var module = { exports: {} };
    new Function("module", "exports", "define", source)(module, module.exports, undefined);
    window.robustaPlotly = module.exports;
    if (window.robustaCharts) window.robustaCharts();
  });
})
