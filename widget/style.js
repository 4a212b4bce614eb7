/** How the panel looks. Sizes are in em of the reader's own font size, whatever the page sets. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { --ink: light-dark(#1c2b2d, #e6eceb); --soft: light-dark(#4d5c5d, #a9b8b6); --paper: light-dark(#fff, #141d1e);
  --tint: light-dark(#eef5f3, #1e2c2c); --line: light-dark(#d5dedc, #35474699); --edge: light-dark(#7c8b8a, #71827f);
  --note: light-dark(#faf4e4, #2a2517); --note-line: light-dark(#d9c48b, #6d5c2b);
  --warn: light-dark(#7a4b00, #f2c37a); --warn-bg: light-dark(#fff3dc, #33260f);
  --r: var(--gut-faq-radius, .9em);
  font-family: var(--gut-faq-font, system-ui, sans-serif); line-height: 1.5; color: var(--ink) }
* { box-sizing: border-box }
[hidden] { display: none !important }
#panel { display: flex; flex-direction: column; inline-size: 100%; block-size: 100%; margin: 0; padding: 0; overflow: hidden;
  border: 1px solid var(--line); border-radius: var(--r); background: var(--paper); color: var(--ink); font-size: 1em; text-align: start }
dialog#panel { position: fixed; inset: auto; inset-block-end: 1.25em; inset-inline-end: 1.25em; inline-size: var(--w, 26em); block-size: var(--h, 42em);
  max-inline-size: calc(100vw - 2.5em); max-block-size: calc(100dvh - 2.5em);
  box-shadow: 0 .1em .3em #0002, 0 1em 3em #0004 }
:host([side=start]) dialog#panel { inset-inline: 1.25em auto }
dialog#panel:not([open]) { display: none }
dialog#panel[open] { animation: rise .18s ease-out }
@keyframes rise { from { opacity: 0; transform: translateY(.6em) } }
#panel:focus { outline: none }
header { display: flex; align-items: center; gap: .25em; padding-block: .5em; padding-inline: 1em .5em; border-block-end: 1px solid var(--line) }
h2 { flex: 1; margin: 0; font-size: 1.05em; font-weight: 650; overflow-wrap: anywhere }
button { font: inherit; color: inherit; cursor: pointer }
.icon { inline-size: 1.25em; block-size: 1.25em; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round }
.tool { display: inline-grid; place-items: center; min-inline-size: 44px; min-block-size: 44px; padding: 0; border: 0; border-radius: .6em; background: none; color: var(--soft) }
.tool:hover { background: var(--tint); color: var(--ink) }
[data-icon=menu] .icon { stroke-width: 3.2 }
:focus-visible { outline: 2px solid var(--a); outline-offset: 2px }
#notice { display: flex; gap: .6em; padding: .6em 1em; background: var(--note); border-block-end: 1px solid var(--note-line); font-size: .875em; line-height: 1.45 }
#notice > .icon { flex: none; margin-block-start: .05em; color: var(--warn) }
#notice p { flex: 1; margin: 0; max-block-size: 40vh; overflow-y: auto }
#notice .tool { display: none; margin-block: -.2em; margin-inline-end: -.6em }
.talking #notice .tool { display: inline-grid }
.talking #notice:not(.whole) p { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
#log { position: relative; flex: 1; min-block-size: 6em; overflow-y: auto; overscroll-behavior: contain; padding: 1em; scrollbar-width: thin }
#log:focus-visible { outline-offset: -3px }
a { color: var(--a); text-underline-offset: .18em }
.asks { display: flex; flex-wrap: wrap; gap: .5em; margin: .3em 0 0; padding: 0; border: 0 }
.asks legend { padding: 0; margin-block-end: .4em; color: var(--soft); font-size: .875em }
.pill { min-block-size: 44px; padding: .4em .95em; border: 1px solid var(--edge); border-radius: 1.5em; background: var(--paper); color: var(--a); font-size: .9375em; line-height: 1.3; text-align: start }
.pill:hover { background: var(--tint); border-color: var(--a) }
#status { min-block-size: 1.9em; padding: 0 1em .3em; color: var(--soft); font-size: .875em }
#status.offline { margin-block-end: .6em; padding-block: .5em; background: var(--warn-bg); color: var(--warn); border-block: 1px solid var(--note-line) }
#composer { display: flex; align-items: end; gap: .5em; padding: 0 1em 1em }
#composer textarea { flex: 1; min-inline-size: 0; min-block-size: 3em; max-block-size: 8em; field-sizing: content; resize: none; padding: .68em .9em; font: inherit; line-height: 1.45;
  color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 1.2em }
#composer textarea::placeholder { color: var(--soft); opacity: 1 }
#composer textarea:focus-visible { outline-offset: 0; border-color: var(--a) }
#composer button { flex: none; display: grid; place-items: center; inline-size: 3em; block-size: 3em; padding: 0; border: 0; border-radius: 50%; background: var(--a); color: var(--on) }
#composer:dir(rtl) .icon { transform: scaleX(-1) }
.said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 480px), (max-height: 420px) {
  dialog#panel { inset: 0; inline-size: 100vw; block-size: 100dvh; max-inline-size: none; max-block-size: none; border: 0; border-radius: 0 }
}
@media (max-height: 420px) {
  #panel { overflow-y: auto } #log { flex: 1 0 auto; overflow: visible }
  #composer { position: sticky; inset-block-end: 0; padding-block: .5em; background: var(--paper) } #status { position: absolute }
}
@media (prefers-contrast: more) { :host { --soft: var(--ink); --line: var(--ink); --edge: var(--ink); --note-line: var(--ink) } }
@media (prefers-reduced-motion: reduce) { *, dialog#panel[open] { animation: none !important } }
@media (forced-colors: active) {
  .pill, #composer button { border: 1px solid ButtonText }
}`);
export default sheet;
