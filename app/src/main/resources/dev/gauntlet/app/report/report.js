(function () {
  "use strict";

  var root = document.documentElement;
  var drawn = new Map();

  function colour(name) {
    return getComputedStyle(root).getPropertyValue("--" + name).trim();
  }

  function number(element, name) {
    return Number(element.dataset[name]);
  }

  function top(values) {
    var most = Math.max.apply(null, values);
    return most <= 0.25 ? 0.25 : most <= 0.5 ? 0.5 : 1;
  }

  function axis(label) {
    return {
      label: label,
      labelSize: label ? 22 : 0,
      labelFont: "12px system-ui, sans-serif",
      font: "12px system-ui, sans-serif",
      size: label ? 30 : 46,
      stroke: function () { return colour("soft"); },
      grid: { stroke: function () { return colour("line"); }, width: 1 },
      ticks: { show: false }
    };
  }

  function line(stroke, more) {
    return Object.assign({ stroke: function () { return colour(stroke); }, points: { show: false } }, more);
  }

  function series(random) {
    var edge = { width: 0, points: { show: false } };
    var all = [
      {},
      line("broken", { width: 2, points: { show: true, size: 7 } }),
      edge,
      Object.assign({}, edge)
    ];
    if (random) {
      all.push(line("soft", { width: 1.5, dash: [5, 4] }));
    }
    return all;
  }

  function read(chart) {
    var rows = Array.from(document.getElementById(chart.dataset.table).querySelectorAll("tr[data-at]"));
    var data = ["at", "value", "high", "low"].map(function (name) {
      return rows.map(function (row) { return number(row, name); });
    });
    if (chart.dataset.random) {
      data.push(rows.map(function () { return number(chart, "random"); }));
    }
    return data;
  }

  function options(chart, data) {
    var last = data[0][data[0].length - 1];
    return {
      width: Math.max(200, chart.clientWidth),
      height: 230,
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [0, last * 1.02 || 1] },
        y: { range: [0, top(data[2].concat(data[4] || []))] }
      },
      axes: [axis(chart.dataset.axis), axis("")],
      series: series(data.length > 4),
      bands: [{ series: [2, 3], fill: function () { return colour("band"); } }]
    };
  }

  function draw(chart) {
    if (drawn.has(chart)) {
      return;
    }
    chart.hidden = false;
    chart.nextElementSibling.hidden = false;
    var data = read(chart);
    drawn.set(chart, new uPlot(options(chart, data), data, chart));
  }

  function drawIn(element) {
    element.querySelectorAll(".chart").forEach(draw);
  }

  function fit() {
    drawn.forEach(function (plot, chart) {
      var width = chart.clientWidth;
      if (width > 0 && width !== plot.width) {
        plot.setSize({ width: width, height: plot.height });
      }
    });
  }

  function redraw() {
    drawn.forEach(function (plot) { plot.redraw(false, true); });
  }

  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) {
      target.open = true;
      target.scrollIntoView();
    }
  }

  var attacks = Array.from(document.querySelectorAll("details.attack"));
  var details = Array.from(document.querySelectorAll("details"));

  attacks.forEach(function (attack) {
    attack.addEventListener("toggle", function () {
      if (attack.open) {
        drawIn(attack);
      }
      label();
    });
  });

  var unfold = document.getElementById("unfold");

  function allOpen() {
    return attacks.every(function (attack) { return attack.open; });
  }

  function label() {
    unfold.textContent = allOpen() ? "Close all" : "Open all";
  }

  unfold.hidden = attacks.length === 0;
  unfold.addEventListener("click", function () {
    var open = !allOpen();
    attacks.forEach(function (attack) { attack.open = open; });
  });

  window.addEventListener("hashchange", reveal);
  window.addEventListener("resize", fit);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  matchMedia("print").addEventListener("change", redraw);
  window.addEventListener("beforeprint", function () {
    details.forEach(function (one) {
      one.dataset.was = one.open;
      one.open = true;
    });
    drawIn(document);
    redraw();
  });
  window.addEventListener("afterprint", function () {
    details.forEach(function (one) { one.open = one.dataset.was === "true"; });
  });
  reveal();
})();
