/** How the panel looks. Sizes are in em of the reader's own font size, whatever the page sets. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { --ink: light-dark(#1c2b2d, #e6eceb); --soft: light-dark(#4d5c5d, #a9b8b6); --paper: light-dark(#fff, #141d1e);
  --tint: light-dark(#eef5f3, #1e2c2c); --line: light-dark(#d5dedc, #35474645); --edge: light-dark(#7c8b8a, #71827f);
  --mine: light-dark(#dcecea, #23403e); --note: light-dark(#faf4e4, #2a2517); --note-line: light-dark(#d9c48b, #6d5c2b);
  --alarm: light-dark(#a3160b, #ffb4a6); --alarm-bg: light-dark(#fdeeeb, #3a1511);
  --warn: light-dark(#7a4b00, #f2c37a); --warn-bg: light-dark(#fff3dc, #33260f);
  --r: var(--gut-faq-radius, .9em); --quote: var(--gut-faq-quote-font, "Iowan Old Style", "Charter", "Source Serif 4", Georgia, serif);
  font-family: var(--gut-faq-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif); line-height: 1.5; color: var(--ink) }
* { box-sizing: border-box }
[hidden] { display: none !important }
#panel { display: flex; flex-direction: column; inline-size: 100%; block-size: 100%; margin: 0; padding: 0; overflow: hidden;
  border: 1px solid var(--line); border-radius: var(--r); background: var(--paper); color: var(--ink); font-size: 1em; text-align: start }
dialog#panel { position: fixed; inset: auto; inset-block-end: 1.25em; inset-inline-end: 1.25em; inline-size: var(--w, 26em); block-size: var(--h, 42em);
  max-inline-size: calc(100vw - 2.5em); max-block-size: calc(100dvh - 2.5em); min-inline-size: 18em; min-block-size: 20em;
  box-shadow: 0 .1em .3em #0002, 0 1em 3em #0004 }
:host([side=start]) dialog#panel { inset-inline: 1.25em auto }
dialog#panel:not([open]) { display: none }
dialog#panel[open] { animation: rise .18s ease-out }
@keyframes rise { from { opacity: 0; transform: translateY(.6em) } }
#panel:focus { outline: none }
header { display: flex; align-items: center; gap: .25em; padding: .5em .5em .5em 1em; padding-inline: 1em .5em; border-block-end: 1px solid var(--line) }
h2 { flex: 1; margin: 0; font-size: 1.05em; font-weight: 650; letter-spacing: -.005em; overflow-wrap: anywhere }
button { font: inherit; color: inherit; cursor: pointer }
.icon { inline-size: 1.25em; block-size: 1.25em; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
.icon.solid { fill: currentColor; stroke: none }
.tool { display: inline-grid; place-items: center; min-inline-size: 2.75em; min-block-size: 2.75em; padding: 0; border: 0; border-radius: .6em; background: none; color: var(--soft) }
.tool:hover { background: var(--tint); color: var(--ink) }
.tool[aria-pressed=true] { color: var(--a); background: var(--tint) }
[data-icon=menu] .icon { stroke-width: 3.2 }
:focus-visible { outline: 2px solid var(--a); outline-offset: 2px }
#menu { position: absolute; z-index: 2; inset-block-start: 3.4em; inset-inline-end: .5em; display: grid; min-inline-size: 14em; padding: .35em;
  border: 1px solid var(--line); border-radius: .7em; background: var(--paper); box-shadow: 0 .6em 2em #0003 }
#menu button { min-block-size: 2.75em; padding: .3em .8em; border: 0; border-radius: .45em; background: none; text-align: start }
#menu button:hover { background: var(--tint) }
#notice { display: flex; gap: .6em; padding: .6em 1em; background: var(--note); border-block-end: 1px solid var(--note-line); font-size: .875em; line-height: 1.45 }
#notice > .icon { flex: none; margin-block-start: .05em; color: var(--warn) }
#notice p { flex: 1; margin: 0; max-block-size: 40vh; overflow-y: auto }
#notice .tool { display: none; min-block-size: 3.15em; margin-block: -.2em; margin-inline-end: -.6em }
.talking #notice .tool { display: inline-grid }
.talking #notice:not(.whole) p { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
.whole .tool .icon { transform: rotate(180deg) }
#log { position: relative; flex: 1; min-block-size: 6em; overflow-y: auto; overscroll-behavior: contain; padding: 1em; scrollbar-width: thin }
#log:focus-visible { outline-offset: -3px }
.turn { margin-block-end: 1.1em; overflow-wrap: anywhere }
.turn p { margin: 0 0 .6em; white-space: pre-line }
.me { display: grid; justify-items: end }
.me p { max-inline-size: 88%; margin: 0; padding: .55em .9em; border-radius: var(--r) var(--r) .25em var(--r); background: var(--mine); white-space: pre-wrap }
.me small { margin-block-start: .2em; color: var(--soft); font-size: .8125em }
.me .failed { color: var(--alarm) }
.note { text-align: center; color: var(--soft); font-size: .875em }
figure { margin: .2em 0 .8em }
blockquote { margin: 0; padding-inline-start: 1em; border-inline-start: 3px solid var(--a); font-family: var(--quote); font-size: 1.1em; line-height: 1.55 }
blockquote p { margin: 0 0 .5em !important }
blockquote p:last-child { margin: 0 !important }
blockquote p::before { content: "\\201C" } blockquote p::after { content: "\\201D" }
figcaption { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .5em; margin-block-start: .25em; padding-inline-start: 1.1em; color: var(--soft); font-size: .875em }
a { color: var(--a); text-underline-offset: .18em }
figcaption a { display: inline-flex; align-items: center; gap: .35em; min-block-size: 2.75em }
.tools { display: flex; margin-inline-start: -.4em; font-size: .9em }
.why { display: flex; gap: .4em; margin-block: .3em }
.why input { flex: 1; min-inline-size: 0; min-block-size: 2.75em; padding: .3em .7em; font: inherit; font-size: .9em; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .6em }
.safety { margin-block: .7em; padding: .6em .9em; border: 1px solid var(--note-line); border-radius: .7em; background: var(--note); font-size: .9375em }
.safety p:last-child { margin: 0 }
.label { display: flex; align-items: center; gap: .4em; margin-block-end: .3em; font-size: .8125em; font-weight: 650; color: var(--warn) }
.urgent { border-color: var(--warn); border-inline-start-width: 5px; background: var(--warn-bg) }
.alarm { padding: .9em 1em; border: 2px solid var(--alarm); border-inline-start-width: 8px; background: var(--alarm-bg); font-size: 1.0625em }
.alarm .label { color: var(--alarm); font-size: .8em }
.alarm a { color: inherit; font-weight: 700; font-size: 1.15em }
.asks { display: flex; flex-wrap: wrap; gap: .5em; margin: .3em 0 0; padding: 0; border: 0 }
.asks legend { padding: 0; margin-block-end: .4em; color: var(--soft); font-size: .875em }
.pill { min-block-size: 2.9em; padding: .4em .95em; border: 1px solid var(--edge); border-radius: 1.5em; background: var(--paper); color: var(--a); font-size: .9375em; line-height: 1.3; text-align: start }
.pill:hover { background: var(--tint); border-color: var(--a) }
.pill.danger { background: var(--alarm); border-color: var(--alarm); color: light-dark(#fff, #2b0905) }
#status { min-block-size: 1.9em; padding: 0 1em .3em; color: var(--soft); font-size: .875em }
#status.offline { padding-block: .5em; background: var(--warn-bg); color: var(--warn); border-block: 1px solid var(--note-line) }
.dots { display: inline-flex; gap: .25em; margin-inline-end: .5em }
.dots i { inline-size: .4em; block-size: .4em; border-radius: 50%; background: var(--a); animation: breathe 1.2s infinite }
.dots i:nth-child(2) { animation-delay: .15s } .dots i:nth-child(3) { animation-delay: .3s }
@keyframes breathe { 50% { opacity: .25 } }
form#composer { display: flex; align-items: end; gap: .5em; padding: 0 1em 1em }
#composer textarea { flex: 1; min-inline-size: 0; min-block-size: 3em; max-block-size: 8em; field-sizing: content; resize: none; padding: .68em .9em; font: inherit; line-height: 1.45;
  color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 1.2em }
#composer textarea::placeholder { color: var(--soft); opacity: 1 }
#composer textarea:focus-visible { outline-offset: 0; border-color: var(--a) }
#composer button { flex: none; display: grid; place-items: center; inline-size: 3em; block-size: 3em; padding: 0; border: 0; border-radius: 50%; background: var(--a); color: var(--on) }
:dir(rtl) > #composer .icon, #composer:dir(rtl) .icon { transform: scaleX(-1) }
#left { padding: 0 1.5em .3em; font-size: .8125em; color: var(--soft); text-align: end }
#ask { position: absolute; inset: 0; z-index: 3; display: grid; align-content: center; gap: 1em; padding: 2em; background: color-mix(in srgb, var(--paper) 96%, transparent); text-align: center }
#ask p { margin: 0; font-weight: 600 } #ask div { display: flex; justify-content: center; gap: .6em }
#grip { position: absolute; z-index: 2; inset-block-start: 0; inset-inline-start: 0; inline-size: 1.5em; block-size: 1.5em; padding: 0; border: 0; background: none; cursor: nwse-resize; touch-action: none }
#grip:dir(rtl) { cursor: nesw-resize }
.said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 480px), (max-height: 420px) {
  dialog#panel { inset: 0; inline-size: 100vw; block-size: 100dvh; max-inline-size: none; max-block-size: none; min-inline-size: 0; border: 0; border-radius: 0 }
  #grip { display: none }
}
@media (max-height: 420px) { #panel { overflow-y: auto } #log { flex: none; overflow: visible } }
@media (prefers-contrast: more) { :host { --soft: var(--ink); --line: var(--ink); --edge: var(--ink); --note-line: var(--ink) } }
@media (prefers-reduced-motion: reduce) { *, dialog#panel[open] { animation: none !important } }
@media (forced-colors: active) {
  .me p, .pill, .tool[aria-pressed=true], #composer button { border: 1px solid ButtonText } .alarm { border-width: 3px }
  .icon { stroke: currentColor } .icon.solid { fill: currentColor } .dots i { background: CanvasText }
}`);
export default sheet;
