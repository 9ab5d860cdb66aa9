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
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-top: 1px solid #8884; }
`;
