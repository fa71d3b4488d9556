// Brings the error summary of a form that came back into view and under the cursor.
const summary = document.querySelector("[data-focus-on-load]");

if (summary) {
  summary.focus();
}
