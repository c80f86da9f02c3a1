/// Asks for the state, draws it, and asks again when the server says that definitions changed.
enum PreviewScript {
    static let javascript = #"""
        'use strict';
        const $ = id => document.getElementById(id);
        const make = (name, properties = {}, ...children) => {
          const node = Object.assign(document.createElement(name), properties);
          node.append(...children);
          return node;
        };
        let state = null, zoom = localStorage.getItem('gazette.zoom') || 'fit', asked = 0;

        const selection = () => {
          const wanted = new URLSearchParams(location.hash.slice(1));
          return new URLSearchParams({report: wanted.get('report') || '', scope: wanted.get('scope') || '', period: wanted.get('period') || ''});
        };
        const choose = changes => {
          const wanted = selection();
          for (const [key, value] of Object.entries(changes)) wanted.set(key, value);
          location.hash = wanted;
        };

        async function refresh() {
          const number = ++asked;
          try {
            const response = await fetch('/state?' + selection());
            const next = await response.json();
            if (number !== asked) return;
            state = next;
            draw();
          } catch (error) {
            if (number === asked) status('与预览服务的连接已断开，正在重试', true);
          }
        }

        function status(text, bad) {
          $('status').textContent = text;
          $('status').className = bad ? 'bad' : '';
        }

        function fill(select, entries, value) {
          select.replaceChildren(...entries.map(([code, text]) => make('option', {value: code, textContent: text, selected: code === value})));
          select.disabled = entries.length < 2;
        }

        function draw() {
          fill($('report'), state.reports.map(r => [r.code, r.code + ' ' + r.name]), state.report);
          fill($('scope'), state.scopes.map(s => [s.code, s.name]), state.scope);
          fill($('period'), state.periods.map(p => [p, p.replace('-', ' 年 ').replace(/ 0?(\d+)$/, ' $1 月')]), state.period);
          document.title = (state.title || '预览') + ' · 定报 预览';
          $('messages').replaceChildren(...state.messages.map(message));
          $('pages').classList.toggle('stale', state.isStale);
          const top = $('pages').scrollTop, left = $('pages').scrollLeft;
          $('pages').replaceChildren(...(state.pages.length ? state.pages.map(page) : [make('p', {className: 'empty', textContent: '没有可显示的版面'})]));
          scale();
          $('pages').scrollTo(left, top);
          const findings = state.pages.reduce((sum, p) => sum + p.findings.length, 0), errors = state.messages.filter(m => m.severity === 'error').length;
          const parts = [`${state.pages.length} 页`, `${state.milliseconds} 毫秒`];
          if (findings) parts.unshift(`${findings} 处版面问题`);
          if (errors) parts.unshift(`${errors} 处错误` + (state.isStale ? '，显示的是上一次正确的版面' : ''));
          status(parts.join(' · '), errors || findings);
        }

        function message(m) {
          const node = make('div', {className: 'message ' + m.severity});
          if (m.id) node.append(make('span', {className: 'id', textContent: m.id}));
          node.append(make('div', {textContent: m.text}));
          if (m.file) node.append(make('div', {className: 'place', textContent: m.line ? `${m.file}:${m.line}:${m.column}` : m.file}));
          if (m.source) {
            const characters = [...m.source], start = Math.max(0, m.column - 1), end = Math.max(start + 1, start + m.length);
            const part = (a, b) => characters.slice(a, b).join('');
            node.append(make('pre', {}, part(0, start), make('mark', {textContent: part(start, end) || ' '}), part(end)));
          }
          for (const note of m.notes) node.append(make('div', {textContent: note}));
          if (m.hint) node.append(make('div', {className: 'hint', textContent: m.hint}));
          return node;
        }

        function page(p, index) {
          const node = make('div', {className: 'page new'});
          node.dataset.width = p.width;
          node.dataset.height = p.height;
          node.innerHTML = p.svg;
          node.querySelector('svg').removeAttribute('width');
          node.querySelector('svg').removeAttribute('height');
          node.querySelector('svg > title')?.remove();
          const place = (button, [x, y, w, h]) => {
            Object.assign(button.style, {left: x / p.width * 100 + '%', top: y / p.height * 100 + '%', width: w / p.width * 100 + '%', height: h / p.height * 100 + '%'});
            node.append(button);
          };
          for (const cell of p.cells) {
            const button = make('button', {className: 'cell', tabIndex: -1, ariaLabel: cell.key, onclick: () => explain(cell.key, button)});
            place(button, cell.area);
          }
          for (const finding of p.findings) {
            const button = make('button', {className: 'finding', ariaLabel: finding.rule + ' ' + finding.text, onclick: () => show(finding.rule, [make('p', {textContent: finding.text})])});
            button.dataset.rule = finding.rule;
            place(button, finding.area);
          }
          return node;
        }

        function scale() {
          const room = $('pages').clientWidth - 40, height = $('pages').clientHeight - 40;
          for (const node of document.querySelectorAll('.page')) {
            const width = +node.dataset.width, tall = +node.dataset.height;
            const factor = zoom === 'fit' ? Math.min(room / width, Math.max(height / tall, .6 * room / width)) : +zoom * 96 / 72;
            node.style.width = width * factor + 'px';
            node.style.height = tall * factor + 'px';
          }
          $('pages').classList.toggle('fit', zoom === 'fit');
          $('pages').style.alignItems = zoom === 'fit' || room > 1200 * zoom ? 'center' : 'flex-start';
          for (const button of document.querySelectorAll('.zoom button')) button.setAttribute('aria-pressed', button.dataset.zoom === zoom);
        }

        function setZoom(value) {
          zoom = value;
          localStorage.setItem('gazette.zoom', value);
          scale();
        }

        async function explain(key, button) {
          document.querySelectorAll('.chosen').forEach(node => node.classList.remove('chosen'));
          const query = new URLSearchParams({report: state.report, scope: state.scope, period: state.period, key});
          const response = await fetch('/explain?' + query);
          if (!response.ok) return;
          const e = await response.json(), list = make('dl');
          button.classList.add('chosen');
          const line = (name, text) => text && list.append(make('dt', {textContent: name}), make('dd', {textContent: text}));
          line('精确值', e.exact);
          line('公式', e.formula);
          for (const [label, value] of e.operands) line('　' + label, value);
          for (const caliber of e.calibers) line('口径', caliber);
          line('批次', e.batches.join('、'));
          show(e.name, [make('div', {className: 'figure', textContent: e.text}), list]);
        }

        function show(title, nodes) {
          $('detail').replaceChildren(make('button', {className: 'close', textContent: '×', ariaLabel: '关闭', onclick: hide}), make('h2', {textContent: title}), ...nodes);
          $('detail').hidden = false;
        }

        function hide() {
          $('detail').hidden = true;
          document.querySelectorAll('.chosen').forEach(node => node.classList.remove('chosen'));
        }

        const step = (select, by) => {
          const index = select.selectedIndex + by;
          if (index >= 0 && index < select.options.length) {
            select.selectedIndex = index;
            select.dispatchEvent(new Event('change'));
          }
        };
        const keys = {
          j: () => step($('report'), 1), k: () => step($('report'), -1), ']': () => step($('scope'), 1), '[': () => step($('scope'), -1),
          0: () => setZoom('fit'), 1: () => setZoom('1'), 2: () => setZoom('2'), Escape: hide,
        };
        addEventListener('keydown', event => {
          if (event.target.tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return;
          if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
        });
        $('report').onchange = () => choose({report: $('report').value});
        $('scope').onchange = () => choose({report: state.report, scope: $('scope').value});
        $('period').onchange = () => choose({report: state.report, scope: state.scope, period: $('period').value});
        for (const button of document.querySelectorAll('.zoom button')) button.onclick = () => setZoom(button.dataset.zoom);
        addEventListener('hashchange', () => { hide(); refresh(); });
        addEventListener('resize', scale);
        const events = new EventSource('/events');
        events.onmessage = event => { if (event.data !== 'still') refresh(); };
        events.onerror = () => status('与预览服务的连接已断开，正在重试', true);
        """#
}
