/** The style of the pages, in the pages themselves: sober, with the fonts of the device, for light and dark, from 320 pixels. */
export const style = `
:root {
  color-scheme: light dark;
  --ink: #17324d; --quiet: #455b71; --paper: #ffffff; --ground: #f2f5f9; --line: #c3cfdb; --field: #5c6f82;
  --action: #0059b3; --on-action: #ffffff; --band: #004080; --on-band: #ffffff;
  --good: #00573a; --good-ground: #e3f4ec; --bad: #a3122b; --bad-ground: #fdecef; --note-ground: #e6effa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e9f0f7; --quiet: #b9c8d6; --paper: #16242f; --ground: #0c171f; --line: #3c5061; --field: #8ca0b3;
    --action: #8fc4ff; --on-action: #04182c; --band: #0a2b4d; --on-band: #ffffff;
    --good: #8fe3be; --good-ground: #10352a; --bad: #ffb0bb; --bad-ground: #43161e; --note-ground: #16324f;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, "Segoe UI", Roboto, "Open Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--ground); overflow-wrap: break-word; }
header, footer, main { padding: 0.75rem 1rem; }
.in { max-width: 44rem; margin: 0 auto; }
header { background: var(--band); color: var(--on-band); font-weight: 600; }
header p { margin: 0; }
footer { border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.95rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 0.75rem; }
h3 { font-size: 1.1rem; line-height: 1.3; margin: 1.5rem 0 0.75rem; }
h4 { font-size: 1rem; margin: 1rem 0 0.25rem; }
p { margin: 0 0 0.75rem; }
a { color: var(--action); text-underline-offset: 0.15em; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem; margin: 1.25rem 0; }
.card > :last-child, .note > :last-child { margin-bottom: 0; }
.note { border-left: 0.375rem solid var(--action); background: var(--note-ground); padding: 1rem; margin: 1.25rem 0; }
.note h2 { margin-bottom: 0.25rem; }
.note + h1 { margin-top: 1.75rem; }
.note.good { border-color: var(--good); background: var(--good-ground); }
.note.bad { border-color: var(--bad); background: var(--bad-ground); }
.note.bad a { color: var(--bad); }
.said { font-size: 1.1rem; font-weight: 600; }
dl { margin: 0; }
dt { color: var(--quiet); font-size: 0.95rem; }
dd { margin: 0 0 0.75rem; font-weight: 600; }
ul { margin: 0 0 0.75rem; padding-left: 1.25rem; }
li { margin: 0.25rem 0; }
.case { border-top: 1px solid var(--line); padding-top: 0.25rem; margin-top: 1rem; }
.case h3 { margin-top: 0.5rem; }
.role { color: var(--quiet); }
form { margin: 0 0 0.75rem; }
button, summary, .go {
  display: block; width: 100%; min-height: 3rem; padding: 0.7rem 1rem; border: 2px solid var(--action); border-radius: 0.375rem;
  font: inherit; font-weight: 600; line-height: 1.3; text-align: center; text-decoration: none; cursor: pointer;
  color: var(--action); background: var(--paper);
}
button.first, .go, details button { color: var(--on-action); background: var(--action); }
summary { display: flex; align-items: center; text-align: left; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+"; flex: none; width: 1.25rem; }
details[open] > summary::before { content: "\\2212"; }
details { margin: 0 0 0.75rem; }
details > form { padding: 1rem 0 0.25rem; }
button:hover, summary:hover, .go:hover { text-decoration: underline; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend { padding: 0; font-weight: 600; margin-bottom: 0.5rem; }
.choice { display: flex; align-items: center; gap: 0.75rem; min-height: 2.75rem; }
.choice input { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--action); }
.choice label { flex: 1; padding: 0.5rem 0; }
.field { margin: 0 0 1rem; }
.field label { display: block; font-weight: 600; margin-bottom: 0.25rem; }
.field input {
  width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; border: 2px solid var(--field); border-radius: 0.25rem;
  font: inherit; color: var(--ink); background: var(--paper);
}
.field input[aria-invalid] { border-color: var(--bad); }
.wrong { color: var(--bad); font-weight: 600; margin-bottom: 0.25rem; }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
@media (min-width: 40rem) {
  h1 { font-size: 2.1rem; }
  header, footer, main { padding: 1rem 2rem; }
  .card { padding: 1.5rem; }
  .card dl { display: grid; grid-template-columns: 12rem 1fr; column-gap: 1rem; }
  dt { grid-column: 1; margin-bottom: 0.75rem; } dd { grid-column: 2; }
}
.card > dl:last-child > :nth-last-child(-n + 2) { margin-bottom: 0; }
@media print { form, details, .go { display: none; } body { background: none; } }
`;
