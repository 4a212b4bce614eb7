/** How what is said looks; fetched with the first interaction. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { --mine: light-dark(#dcecea, #23403e); --alarm: light-dark(#a3160b, #ffb4a6); --alarm-bg: light-dark(#fdeeeb, #3a1511);
  --quote: var(--gut-faq-quote-font, "Iowan Old Style", "Charter", "Source Serif 4", Georgia, serif) }
.whole .tool .icon { transform: rotate(180deg) }
#left { padding: 0 1.5em .3em; font-size: .8125em; color: var(--soft); text-align: end }
.turn { margin-block-end: 1.3em; overflow-wrap: anywhere }
.turn p { margin: 0 0 .6em; white-space: pre-line }
.me { position: relative; display: grid; justify-items: end }
.me .queued { position: absolute; inset-block-start: 100%; margin: 0 }
.me p { max-inline-size: 88%; margin: 0; padding: .55em .9em; border-radius: var(--r) var(--r) .25em var(--r); background: var(--mine); white-space: pre-wrap }
.me small { margin-block-start: .2em; color: var(--soft); font-size: .8125em }
.me .failed { display: flex; align-items: center; gap: .6em; color: var(--alarm) }
.note { text-align: center; color: var(--soft); font-size: .875em }
figure { margin: .2em 0 .8em }
blockquote { margin: 0; padding-inline-start: 1em; border-inline-start: 3px solid var(--a); font-family: var(--quote); font-size: 1.1em; line-height: 1.55 }
blockquote p { margin: 0 0 .5em !important }
blockquote p:last-child { margin: 0 !important }
blockquote p::before { content: "\\201C" } blockquote p::after { content: "\\201D" }
figcaption { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .5em; margin-block-start: .25em; padding-inline-start: calc(1.257em + 3px); color: var(--soft); font-size: .875em }
figcaption a { display: inline-flex; align-items: center; gap: .35em; min-block-size: 44px }
.tools { display: flex; margin-block-start: -.25em; margin-inline-start: -.6em; font-size: .9em }
.why { display: flex; gap: .4em; margin-block: .3em }
.why input { flex: 1; min-inline-size: 0; min-block-size: 44px; padding: .3em .7em; font: inherit; font-size: .9em; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: .6em }
.safety { margin-block: .7em; padding: .6em .9em; border: 1px solid var(--note-line); border-radius: .7em; background: var(--note); font-size: .875em }
.safety p:last-child { margin: 0 }
.label { display: flex; align-items: center; gap: .4em; margin-block-end: .3em; font-size: .8125em; font-weight: 650; color: var(--warn) }
.urgent { font-size: 1em; border-color: var(--warn); border-inline-start-width: 5px; background: var(--warn-bg) }
.urgent a { color: inherit; font-weight: 700 }
.alarm { padding: .9em 1em; border: 2px solid var(--alarm); border-inline-start-width: 8px; background: var(--alarm-bg); font-size: 1.0625em }
.alarm .label { color: var(--alarm); font-size: .8em }
.alarm a { display: inline-flex; align-items: center; gap: .4em; min-block-size: 44px; margin-block: .15em; vertical-align: middle; padding-inline: .8em; border-radius: 1.5em;
  background: var(--alarm); color: light-dark(#fff, #2b0905); font-weight: 700; font-size: 1.1em; line-height: 1.2; text-decoration: none }
.alarm a:hover { text-decoration: underline }
.alarm a:focus-visible { outline-color: var(--alarm) }
#status i { display: inline-block; inline-size: 1.7em; block-size: .45em; margin-inline-end: .6em; background: radial-gradient(circle, var(--a) 60%, #0000 65%) 0 / .57em 100%; animation: breathe 1.2s infinite }
@keyframes breathe { 50% { opacity: .3 } }
.tool[aria-pressed=true] { color: var(--a); background: var(--tint) }
#menu { position: absolute; z-index: 2; inset-block-start: 3.4em; inset-inline-end: .5em; display: grid; min-inline-size: 14em; padding: .35em;
  border: 1px solid var(--line); border-radius: .7em; background: var(--paper); box-shadow: 0 .6em 2em #0003 }
#menu button { min-block-size: 44px; padding: .3em .8em; border: 0; border-radius: .45em; background: none; text-align: start }
#menu button:hover { background: var(--tint) }
.pill.danger { background: var(--alarm); border-color: var(--alarm); color: light-dark(#fff, #2b0905) }
#ask { position: absolute; inset: 0; z-index: 3; display: grid; align-content: center; gap: 1em; padding: 2em; background: var(--paper); text-align: center }
#ask p { margin: 0; font-weight: 600 } #ask div { display: flex; justify-content: center; gap: .6em }
#grip { position: absolute; z-index: 2; inset-block-start: 0; inset-inline-start: 0; inline-size: 1.5em; block-size: 1.5em; padding: 0; border: 0; background: none; cursor: nwse-resize; touch-action: none }
#grip:dir(rtl) { cursor: nesw-resize }
@media (max-width: 480px), (max-height: 420px) { #grip { display: none } }
@media (forced-colors: active) {
  .me p, .tool[aria-pressed=true] { border: 1px solid ButtonText } .alarm { border-width: 3px } .alarm a { border: 1px solid } #status i { forced-color-adjust: none }
}`);
export default sheet;
