// Draws the charts of the page from the JSON in it, by Chart.js, in the colours of page.css.
// SPDX-License-Identifier: Apache-2.0
'use strict';
(() => {
  const root = document.documentElement;
  root.classList.remove('static');
  const errors = [];
  const report = (what) => {
    errors.push(String(what));
    root.dataset.errors = errors.join('\n');
  };
  root.dataset.errors = '';
  window.addEventListener('error', (event) => report(event.message));

  const charts = JSON.parse(document.getElementById('charts').textContent);
  const drawn = [];
  const SHAPES = ['circle', 'rect', 'triangle', 'rectRot'];
  const grouped = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  const colour = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();

  const scale = (title, more) => ({
    grid: {color: colour('grid'), drawTicks: false},
    border: {display: false},
    title: {display: true, text: title, color: colour('muted'), font: {size: 12}},
    ticks: {color: colour('muted'), padding: 6, ...(more && more.ticks)},
    ...(more && more.scale),
  });
  const cycles = (title) => scale(title || 'core cycles', {
    ticks: {callback: (value) => grouped(value), maxTicksLimit: 6},
    scale: {beginAtZero: true},
  });

  // What all kinds have in common.
  const options = (scales, tooltip) => ({
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    scales,
    plugins: {
      legend: {display: false},
      tooltip: {backgroundColor: colour('text'), titleColor: colour('page'),
                bodyColor: colour('page'), ...tooltip},
    },
  });

  // An axis of numbers that doubles is one of doublings, with a tick at each value.
  const xAxis = (chart) => {
    if (!chart.numeric) return scale(chart.axis, {scale: {type: 'category'}});
    const least = chart.x[0];
    const most = chart.x[chart.x.length - 1];
    const ticks = chart.x.map((value) => ({value}));
    return scale(chart.axis, {
      ticks: {callback: (value) => grouped(value), maxRotation: 0, autoSkip: true,
              autoSkipPadding: 8},
      scale: {type: least > 0 && most >= 8 * least ? 'logarithmic' : 'linear', min: least,
              max: most, afterBuildTicks: (axis) => { axis.ticks = ticks; }},
    });
  };

  const line = (chart, series, key, look) => ({
    label: series.name + (key === 'median' ? '' : ', ' + key),
    data: chart.x.map((x, i) => ({x, y: series[key][i]})),
    borderColor: colour(series.colour),
    backgroundColor: colour(series.colour),
    spanGaps: true,
    clip: 8,  // marks at the ends of the axis are whole
    tension: 0,
    ...look,
  });
  const lines = (chart) => {
    const alone = chart.series.length === 1;
    const datasets = [];
    for (const series of chart.series) {
      const hollow = series.shape >= SHAPES.length;
      datasets.push(line(chart, series, 'median', {
        borderWidth: 2.5, pointRadius: 4, pointStyle: SHAPES[series.shape % SHAPES.length],
        pointBackgroundColor: colour(hollow ? 'page' : series.colour), pointBorderWidth: 2,
      }));
      datasets.push(line(chart, series, 'p99', {
        borderWidth: 1.25, borderDash: [5, 4], pointRadius: 0, pointHitRadius: 6,
      }));
      if (!alone) continue;
      const veil = colour(series.colour) + '22';
      datasets.push(line(chart, series, 'max', {borderWidth: 0, pointRadius: 0, fill: '+1',
                                                backgroundColor: veil}));
      datasets.push(line(chart, series, 'min', {borderWidth: 0, pointRadius: 0}));
    }
    return {type: 'line', data: {labels: chart.x, datasets},
            options: options({x: xAxis(chart), y: cycles()}, {
              callbacks: {title: (items) => chart.axis + ' ' + grouped(items[0].raw.x),
                          label: (item) => item.dataset.label + ': ' + grouped(item.raw.y)},
            })};
  };

  // Long labels go over several lines.
  const wrapped = (label) => {
    const room = window.innerWidth < 600 ? 14 : 34;
    const out = [''];
    for (const word of label.split(' ')) {
      const last = out[out.length - 1];
      if (last && last.length + word.length >= room) out.push(word);
      else out[out.length - 1] = last ? last + ' ' + word : word;
    }
    return out;
  };
  const stack = (chart) => {
    const labels = chart.labels.map(wrapped);
    const most = Math.max(...labels.map((label) => label.length));
    const box = document.getElementById(chart.id).parentNode;
    box.style.height = 64 + labels.length * Math.max(34, 16 * most + 10) + 'px';
    return {
      type: 'bar',
      data: {
        labels,
        datasets: chart.series.map((series) => ({
          label: series.name, data: series.data, backgroundColor: colour(series.colour),
          borderColor: colour('page'), borderWidth: {right: 1}, borderSkipped: false,
          barPercentage: 0.85, categoryPercentage: 0.9,
        })),
      },
      options: {
        indexAxis: 'y',
        ...options({x: {...cycles(), stacked: true},
                    y: {...scale('', {ticks: {autoSkip: false}}), stacked: true,
                        title: {display: false}, grid: {display: false}}}, {
          callbacks: {label: (item) => item.dataset.label + ': ' + grouped(item.raw)},
        }),
      },
    };
  };

  const histogram = (chart) => ({
    type: 'bar',
    data: {labels: chart.from.map(grouped),
           datasets: [{data: chart.counts, backgroundColor: colour('blue'), barPercentage: 1,
                       categoryPercentage: 0.94}]},
    options: options({
      x: scale('core cycles, from', {ticks: {maxRotation: 0, autoSkipPadding: 10}}),
      y: scale('windows', {ticks: {precision: 0, maxTicksLimit: 5}, scale: {beginAtZero: true}}),
    }, {callbacks: {label: (item) => grouped(item.raw) + ' windows',
                    title: (items) => 'from ' + items[0].label + ' core cycles'}}),
  });

  const KINDS = {lines, stack, histogram};
  const draw = () => {
    while (drawn.length) drawn.pop().destroy();
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    for (const chart of charts) {
      try {
        drawn.push(new Chart(document.getElementById(chart.id), KINDS[chart.kind](chart)));
      } catch (error) {
        report(chart.id + ': ' + error);
      }
    }
    root.dataset.charts = drawn.length;
  };
  draw();
  for (const query of ['(prefers-color-scheme: dark)', 'print'])
    window.matchMedia(query).addEventListener('change', draw);
})();
