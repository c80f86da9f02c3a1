/// Calm: paper on a light ground, one accent, findings in the warning colour.
enum PreviewStyle {
    static let css = """
        @font-face{font-family:'Gazette Hei';font-weight:400;src:url(/fonts/GazetteHei-Regular.ttf)}
        @font-face{font-family:'Gazette Hei';font-weight:700;src:url(/fonts/GazetteHei-Bold.ttf)}
        @font-face{font-family:'Gazette Song';font-weight:700;src:url(/fonts/GazetteSong-Bold.ttf)}
        :root{--ink:#1a1a1a;--grey:#5c6670;--line:#d5dbe0;--ground:#eef1f3;--accent:#1f4e79;--wrong:#a4473c;--warn:#8a5a12;--paper:#fff}
        *{box-sizing:border-box}
        body{margin:0;height:100vh;display:flex;flex-direction:column;background:var(--ground);color:var(--ink);font:14px/1.5 'Gazette Hei','Noto Sans CJK SC',sans-serif}
        header{display:flex;gap:1.1rem;align-items:center;padding:.5rem 1rem;background:var(--paper);border-bottom:1px solid var(--line);flex-wrap:wrap}
        header strong{color:var(--accent);font-size:15px;letter-spacing:.05em}
        header label{color:var(--grey)}
        select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:4px;padding:.2rem .5rem;max-width:24rem}
        button{cursor:pointer}
        button[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:#fff}
        .zoom button{border-radius:0;margin-left:-1px}.zoom button:first-child{border-radius:4px 0 0 4px}.zoom button:last-child{border-radius:0 4px 4px 0}
        select:focus-visible,button:focus-visible,.cell:focus-visible,.finding:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
        #status{margin-left:auto;color:var(--grey);font-variant-numeric:tabular-nums}
        #status.bad{color:var(--wrong);font-weight:700}
        #messages{max-height:38vh;overflow:auto;background:var(--paper);border-bottom:1px solid var(--line)}
        #messages:empty{display:none}
        .message{padding:.55rem 1rem;border-left:4px solid var(--warn)}
        .message+.message{border-top:1px solid var(--line)}
        .message.error{border-left-color:var(--wrong)}
        .message .place{color:var(--grey)}
        .message .id{float:right;color:var(--grey)}
        .message pre{margin:.3rem 0;padding:.3rem .6rem;background:var(--ground);border-radius:3px;overflow-x:auto;font:13px/1.5 'Gazette Hei','Noto Sans Mono CJK SC',monospace;white-space:pre}
        .message mark{background:none;color:var(--wrong);border-bottom:2px solid var(--wrong);font-weight:700}
        .message.warning mark{color:var(--warn);border-color:var(--warn)}
        .message .hint::before{content:'→ ';color:var(--accent)}
        #pages{flex:1;overflow:auto;padding:1.2rem;display:flex;flex-direction:column;align-items:center;gap:1.2rem;outline:none}
        #pages.fit{align-items:center}
        .page{position:relative;background:var(--paper);box-shadow:0 1px 5px rgba(20,35,50,.22);flex:none}
        .page>svg{display:block;width:100%;height:100%}
        .page>svg text{user-select:text}
        .stale .page>svg{opacity:.45}
        .cell,.finding{position:absolute;background:none;border:0;padding:0;border-radius:0}
        .cell:hover{background:rgba(31,78,121,.1)}
        .cell.chosen{box-shadow:0 0 0 2px var(--accent)}
        .finding{box-shadow:0 0 0 2px var(--wrong);background:rgba(164,71,60,.12)}
        .finding::after{content:attr(data-rule);position:absolute;left:0;bottom:100%;background:var(--wrong);color:#fff;font-size:11px;line-height:1.3;padding:0 .3em;white-space:nowrap}
        #detail{position:fixed;right:1rem;bottom:1rem;width:min(34rem,calc(100vw - 2rem));max-height:60vh;overflow:auto;background:var(--paper);border:1px solid var(--line);border-radius:6px;box-shadow:0 4px 18px rgba(20,35,50,.25);padding:.8rem 1rem}
        #detail h2{margin:0 2rem .2rem 0;font-size:15px}
        #detail .figure{font-size:19px;font-weight:700;color:var(--accent);font-variant-numeric:tabular-nums}
        #detail dl{display:grid;grid-template-columns:auto 1fr;gap:.15rem .8rem;margin:.5rem 0 0}
        #detail dt{color:var(--grey)}#detail dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        #detail .close{position:absolute;right:.6rem;top:.6rem;border:0;color:var(--grey);font-size:18px;line-height:1;padding:.2rem .4rem}
        .empty{margin:auto;color:var(--grey)}
        @media (prefers-reduced-motion:no-preference){.page.new{animation:appear .25s}@keyframes appear{from{opacity:.55}}}
        """
}
