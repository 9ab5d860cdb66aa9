/** The style of the documentation, in the page itself. */
export const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 68rem; margin: 0 auto; padding: 1rem; }
nav a { margin-right: 1rem; }
article { border-top: 1px solid #8884; padding: 0.5rem 0; }
h3 { margin: 0.5rem 0; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; }
[lang="it"] { opacity: 0.75; font-style: italic; }
table { border-collapse: collapse; width: 100%; }
dl { margin: 0.5rem 0 0.5rem 0.25rem; padding-left: 0.75rem; border-left: 3px solid #8884; }
dt { margin-top: 0.35rem; }
dd { margin: 0 0 0 1rem; opacity: 0.85; }
h5 { margin: 0.75rem 0 0; font-size: 1em; }
summary { cursor: pointer; padding: 0.25rem 0; }
code, dd, td { overflow-wrap: anywhere; }
h3 code { font-size: 1em; }
dd code, td code { white-space: pre-wrap; }
:target { outline: 2px solid #48f8; outline-offset: 0.25rem; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-top: 1px solid #8884; }
@media (min-width: 60rem) {
  td:first-child code { white-space: nowrap; }
}
@media (max-width: 45rem) {
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tr { border-top: 1px solid #8884; padding: 0.35rem 0; }
  td { border: 0; padding: 0.1rem 0; }
  td:empty { display: none; }
  td::before { content: attr(data-heading) ": "; opacity: 0.7; }
}
`;
